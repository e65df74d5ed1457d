import { hostname } from 'node:os';
import { expect, it } from 'vitest';
import { openStation } from './compose.ts';
import { changeSettings } from './settings/site-settings.ts';
import { must, temporaryFolder } from './testing/station-fixture.ts';

it('has the name that the site gave it, in the command line as in the window, unless another one is given', async () => {
  const dataDir = temporaryFolder();
  const nameOf = async (station?: string): Promise<string> => {
    const opened = must(await openStation({ dataDir, station }));
    const name = opened.context.station;
    opened.close();
    return name;
  };
  expect(await nameOf()).toBe(hostname());
  const first = must(await openStation({ dataDir }));
  must(changeSettings(first.context, { station: 'AOI-Line1' }));
  first.close();
  expect(await nameOf()).toBe('AOI-Line1');
  expect(await nameOf('night shift')).toBe('night shift');
});
