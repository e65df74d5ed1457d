import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { type Central, startCentral } from './testing/central-fixture.ts';

/** A connection on which a client has begun to write a request, of which the service has read something. */
async function begun(central: Central, text: string): Promise<Socket> {
  const { hostname, port } = new URL(central.url);
  const accepted = once(central.service.app.server, 'connection') as Promise<[Socket]>;
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  socket.write(text);
  const [itsEnd] = await accepted;
  await expect.poll(() => itsEnd.bytesRead).toBeGreaterThan(0);
  return socket;
}

/** What comes until the other side ends. */
async function rest(socket: Socket): Promise<string> {
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  return text;
}

it('ends although a client does not end its request', async () => {
  const central = await startCentral({ goodbyeMs: 200 });
  const head =
    'POST /v1/token HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{';
  const ended = rest(await begun(central, head)).catch(() => '');
  await central.stop();
  expect(await ended).toBe('');
});

it('answers who asks while it stops with a code, and when to come back', async () => {
  const central = await startCentral();
  const probe = await begun(central, 'GET /healthz HTTP/1.1\r\nHost: here\r\nConnection: close\r\n');
  const request = await begun(central, 'GET /v1/stations HTTP/1.1\r\nHost: here\r\nConnection: close\r\n');
  const stopped = central.stop();
  probe.write('\r\n');
  request.write('\r\n');
  expect(await rest(probe)).toMatch(/^HTTP\/1\.1 200 /);
  const refused = await rest(request);
  expect(refused).toMatch(/^HTTP\/1\.1 503 /);
  expect(refused).toMatch(/retry-after: 5/i);
  expect(refused).toContain('"code":"SHUTTING_DOWN"');
  expect(refused).toContain('"request_id":');
  await stopped;
});
