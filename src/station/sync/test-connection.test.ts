import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../clock.ts';
import { httpTransport, systemTiming } from './http-transport.ts';
import { testConnection } from './test-connection.ts';

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const tried = (url: string) =>
  testConnection({
    url,
    token: 'fcd_0123456789',
    station: 'Line 1/2',
    transport: httpTransport,
    timing: systemTiming(systemClock()),
  });

/** A central service that says this to whoever asks whose token it is. */
const central =
  (status: number, body: object, seen: string[] = []): RequestListener =>
  ({ url, headers }, response) => {
    seen.push(`${url} ${headers['x-api-token'] ?? 'without a token'}`);
    if (url === '/v1/audit/witness') response.end(JSON.stringify({ vkey: 'witness+key' }));
    else response.writeHead(status).end(JSON.stringify(body));
  };

const scopes = ['inspections:read', 'inspections:write'];
const device = { kind: 'device', name: 'Line 1/2', station: 'Line 1/2', scopes };
const refused = (code: string) => ({ code, error: 'No.' });

describe('one look at a central service', () => {
  it.each([
    [200, device, 'ok'],
    [200, { ...device, station: 'Line 3' }, 'other_station'],
    [200, { ...device, scopes: ['inspections:read'] }, 'token_refused'],
    [200, { ...device, kind: 'user', station: null }, 'token_refused'],
    [200, {}, 'not_central'],
    [403, refused('ACCESS_SCOPE'), 'token_refused'],
    [401, refused('ACCESS_TOKEN_INVALID'), 'token_refused'],
    [429, refused('RATE_LIMITED'), 'busy'],
    [500, refused('INTERNAL'), 'faulty'],
    [404, refused('NOT_FOUND'), 'not_central'],
  ])('that answers %d %o: %s', async (status, body, kind) => {
    expect(await tried(await serving(central(status, body)))).toMatchObject({ kind });
  });

  it('asks whose token it is, and measures the clock', async () => {
    const seen: string[] = [];
    const found = await tried(await serving(central(200, device, seen)));
    expect(found).toMatchObject({ station: 'Line 1/2', clockOffset: { offsetMs: expect.any(Number) } });
    expect(seen).toEqual(['/v1/audit/witness without a token', '/v1/me fcd_0123456789']);
  });

  it('shows the token to nobody else', async () => {
    const seen: unknown[] = [];
    const url = await serving(({ headers }, response) => {
      seen.push(headers['x-api-token']);
      response.writeHead(200).end('<h1>Welcome to the printer</h1>');
    });
    expect(await tried(url)).toEqual({ kind: 'not_central', status: 200 });
    const portal = await serving((_, response) => void response.writeHead(302, { location: `${url}/login` }).end());
    expect(await tried(portal)).toEqual({ kind: 'not_central', status: 302 });
    expect(seen).toEqual([undefined]);
  });

  it('says when nobody is there', async () => {
    expect(await tried('http://127.0.0.1:1')).toEqual({ kind: 'unreachable', why: expect.any(String) });
  });
});
