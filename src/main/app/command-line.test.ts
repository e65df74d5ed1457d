import { describe, expect, test } from 'vitest';
import { ownArguments, parseStartArguments } from './command-line.ts';

describe('what the start gives', () => {
  test('files become absolute from the folder of the start', () => {
    expect(parseStartArguments(['a.png', '/b/c d.jpg', 'lot/list.jsonl'], '/home/lee')).toEqual({
      dataDir: undefined,
      files: ['/home/lee/a.png', '/b/c d.jpg', '/home/lee/lot/list.jsonl'],
    });
  });

  test('the data directory is named in either way', () => {
    expect(parseStartArguments(['--data-dir', 'd', 'x.png'], '/w')).toEqual({ dataDir: '/w/d', files: ['/w/x.png'] });
    expect(parseStartArguments(['--data-dir=/d'], '/w').dataDir).toBe('/d');
    expect(parseStartArguments(['--data-dir'], '/w').dataDir).toBeUndefined();
  });

  test('switches of the runtime are no files', () => {
    expect(parseStartArguments(['--no-sandbox', '--remote-debugging-port=0', '-x', ''], '/w').files).toEqual([]);
  });

  test('the app’s own folder is no file, the binary neither', () => {
    expect(ownArguments(['/e/electron', '--inspect=0', '.', 'x.png'], false, process.cwd())).toEqual(['x.png']);
    expect(ownArguments(['/opt/fiducial', 'x.png'], true, '/opt/app.asar')).toEqual(['x.png']);
  });
});
