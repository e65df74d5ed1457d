import { expect, it } from 'vitest';
import { resolveDataDir } from './data-dir.ts';

it('takes the flag, then the environment, then the folder of the operating system', () => {
  const env = { FIDUCIAL_DATA_DIR: '/env' };
  expect(resolveDataDir({ flag: '/flag', env })).toBe('/flag');
  expect(resolveDataDir({ env })).toBe('/env');
  expect(resolveDataDir({ env: {}, platform: 'linux', home: '/h' })).toBe('/h/.local/share/fiducial');
  expect(resolveDataDir({ env: { XDG_DATA_HOME: '/x' }, platform: 'linux', home: '/h' })).toBe('/x/fiducial');
  expect(resolveDataDir({ env: {}, platform: 'darwin', home: '/h' })).toBe('/h/Library/Application Support/Fiducial');
  expect(resolveDataDir({ env: { APPDATA: '/r' }, platform: 'win32', home: '/h' })).toBe('/r/Fiducial');
});
