/** Serves custom schemes to the window: a server on the loopback device that answers with the app's protocol handlers. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Host } from './host.ts';

/** The page that a headed browser opens before the window's own address is known. */
export const blankPage = 'http://blank.standin.localhost/';
const cookieName = 'standin';

export interface LoopbackServer {
  readonly port: number;
  /** Only the window's browser has this cookie: other programs on the computer get nothing. */
  readonly cookie: { readonly name: string; readonly value: string };
}

/** Headers of the browser's own transport, which a protocol handler never sees. */
const ofTransport = /^(host|connection|cookie|upgrade-insecure-requests|sec-.*|accept-encoding|keep-alive)$/;

export async function startLoopbackServer(host: Host): Promise<LoopbackServer> {
  const cookie = { name: cookieName, value: randomBytes(16).toString('hex') };
  const expected = Buffer.from(`${cookie.name}=${cookie.value}`);
  const knows = (request: IncomingMessage): boolean =>
    (request.headers.cookie ?? '').split(/;\s*/).some((given) => {
      const bytes = Buffer.from(given);
      return bytes.length === expected.length && timingSafeEqual(bytes, expected);
    });
  const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
    if (`http://${request.headers.host}/` === blankPage)
      response.writeHead(200, { 'content-type': 'text/html' }).end('<title>Fiducial</title>');
    // A browser asks for it by itself, Electron does not.
    else if (request.url === '/favicon.ico') response.writeHead(204).end();
    else if (!knows(request)) response.writeHead(403).end();
    else
      answer(host, request, response).catch((error: unknown) => {
        console.error('stand-in: protocol handler failed:', error);
        if (response.headersSent) response.destroy();
        else response.writeHead(500).end();
      });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  server.unref();
  return { port: (server.address() as AddressInfo).port, cookie };
}

async function answer(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = host.schemes.fromHttp(`http://${request.headers.host}${request.url}`);
  const handler = host.protocolHandlers.get(url.slice(0, url.indexOf(':')));
  if (!handler) {
    response.writeHead(404).end();
    return;
  }
  const abort = new AbortController();
  response.on('close', () => abort.abort());
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD';
  const answered = await handler(
    new Request(url, {
      method: request.method ?? 'GET',
      headers: handlerHeaders(host, request),
      signal: abort.signal,
      ...(hasBody ? { body: Readable.toWeb(request) as unknown as BodyInit, duplex: 'half' } : {}),
    } as RequestInit),
  );
  const policy = answered.headers.get('content-security-policy');
  const headers = Object.fromEntries(answered.headers);
  if (policy !== null) headers['content-security-policy'] = host.schemes.policyToHttp(policy);
  response.writeHead(answered.status, headers);
  if (answered.body)
    Readable.fromWeb(answered.body as ReadableStream)
      .on('error', () => response.destroy())
      .pipe(response);
  else response.end();
}

function handlerHeaders(host: Host, request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value === undefined || ofTransport.test(name)) continue;
    const text = String(value);
    if (name === 'origin') headers.set(name, host.schemes.fromHttp(text).replace(/\/$/, ''));
    else headers.set(name, name === 'referer' ? host.schemes.fromHttp(text) : text);
  }
  return headers;
}
