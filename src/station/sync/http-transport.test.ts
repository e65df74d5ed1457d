import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { httpTransport } from './http-transport.ts';

async function serve(handle: Parameters<typeof createServer>[1]): Promise<string> {
  const server = createServer(handle as never);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = (url: string, stop = new AbortController().signal) =>
  httpTransport.exchange({ method: 'GET', url, headers: { 'x-api-token': 'secret' }, body: null, stop });

describe('the network', () => {
  it('gives the answer with what the policy needs of its headers', async () => {
    const url = await serve((_request, reply) => {
      reply.writeHead(503, { 'retry-after': '7', etag: '"a"' }).end('wait');
    });
    expect(await get(url)).toMatchObject({ kind: 'reply', status: 503, body: 'wait', retryAfter: '7', etag: '"a"' });
  });

  it('sends bytes while they are read, with their length', async () => {
    let received = '';
    const url = await serve(async (request, reply) => {
      for await (const piece of request) received += piece;
      reply.end(String(request.headers['content-length']));
    });
    const stream = (async function* () {
      yield Buffer.from('abc');
      yield Buffer.from('def');
    })();
    const stop = new AbortController().signal;
    const body = { bytes: 6, stream };
    expect(await httpTransport.exchange({ method: 'PUT', url, headers: {}, body, stop })).toMatchObject({ body: '6' });
    expect(received).toBe('abcdef');
  });

  it('S10: follows no redirect', async () => {
    const asked: string[] = [];
    const url = await serve((request, reply) => {
      asked.push(request.url ?? '');
      reply.writeHead(302, { location: '/elsewhere' }).end();
    });
    expect(await get(`${url}/here`)).toMatchObject({ status: 302 });
    expect(asked).toEqual(['/here']);
  });

  it('says that nobody answers, by the system’s own code, and never throws', async () => {
    const url = await serve((request) => request.socket.destroy());
    expect(await get(url)).toMatchObject({ kind: 'unreachable' });
    expect(await get('http://127.0.0.1:1')).toMatchObject({ kind: 'unreachable', why: expect.stringMatching(/^E/) });
  });

  it('is broken off at once', async () => {
    const url = await serve(() => undefined);
    const stop = new AbortController();
    const waiting = get(url, stop.signal);
    stop.abort();
    expect(await waiting).toMatchObject({ kind: 'unreachable' });
  });
});
