import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { must } from '../testing/station-fixture.ts';
import { openTestWorkstation } from '../testing/workstation-fixture.ts';

/** A service that accepts nobody and keeps which tokens it was shown. */
async function listening() {
  const shown: string[] = [];
  let first: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    first = resolve;
  });
  const server = createServer(({ headers }, response) => {
    const token = headers['x-api-token'];
    if (typeof token === 'string') {
      shown.push(token);
      first();
    }
    response.writeHead(401).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, shown, asked };
}

it('S10: a station that is connected to another service shows each of them its own token only', async () => {
  const station = await openTestWorkstation();
  const [one, other] = [await listening(), await listening()];
  const at = (url: string) => ({ url, bytesPerSecond: null });
  must(await station.sync.configure({ target: at(one.url), token: 'token-of-one' }));
  await one.asked;
  expect(await station.sync.configure({ target: at(other.url), token: null })).toMatchObject({
    error: { code: 'SYNC_TOKEN_MISSING' },
  });
  must(await station.sync.configure({ target: at(other.url), token: 'token-of-other' }));
  await other.asked;
  expect([new Set(one.shown), new Set(other.shown)]).toEqual([new Set(['token-of-one']), new Set(['token-of-other'])]);
  expect(must(station.sync.connection())).toMatchObject({ target: at(other.url), token: 'unsealed' });
});

it('keeps the token that there was where the new address is refused', async () => {
  const station = await openTestWorkstation();
  const one = await listening();
  must(await station.sync.configure({ target: { url: one.url, bytesPerSecond: null }, token: 'token-of-one' }));
  await one.asked;
  const insecure = { url: 'http://10.0.0.1', bytesPerSecond: null };
  expect(await station.sync.configure({ target: insecure, token: 'token-of-other' })).toMatchObject({
    error: { code: 'SETTING_INVALID' },
  });
  expect(must(await station.sync.test(one.url, null)).kind).toBe('not_central');
  must(await station.sync.pause(true));
  const before = one.shown.length;
  must(await station.sync.pause(false));
  await expect.poll(() => one.shown.length, { timeout: 20_000 }).toBeGreaterThan(before);
  expect(new Set(one.shown)).toEqual(new Set(['token-of-one']));
  expect(must(station.sync.connection()).target).toMatchObject({ url: one.url });
});
