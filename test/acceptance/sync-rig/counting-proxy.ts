/** Stands between a station and the store: counts what goes out of each part, and can hold a part at a chosen moment. */
import { once } from 'node:events';
import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface CountingProxy {
  readonly url: string;
  /** Where it leads; to be set before the first request. */
  target: string;
  /** Bytes of each part that went out, in all its tries. */
  readonly bytesOut: ReadonlyMap<number, number>;
  /** Requests by their method. */
  readonly requests: ReadonlyMap<string, number>;
  /** Resolves when half of a part's bytes went out; no more of it does then, until the sender is gone. */
  heldAtHalf(part: number): Promise<void>;
  /** Resolves when the store has taken a part; the sender is not told. */
  replyHeld(part: number): Promise<void>;
  close(): Promise<void>;
}

interface Hold {
  readonly part: number;
  readonly at: 'half' | 'reply';
  readonly reached: () => void;
}

export async function openCountingProxy(): Promise<CountingProxy> {
  const bytesOut = new Map<number, number>();
  const requests = new Map<string, number>();
  let hold: Hold | null = null;
  const heldAt = (part: number, at: Hold['at']): Promise<void> =>
    new Promise((reached) => {
      hold = { part, at, reached };
    });
  const takeHold = (part: number, at: Hold['at']): Hold | null => {
    const taken = hold;
    if (taken?.part !== part || taken.at !== at) return null;
    hold = null;
    return taken;
  };

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { searchParams } = new URL(incoming.url ?? '', 'http://proxy');
    const part = Number(searchParams.get('part') ?? searchParams.get('partNumber') ?? 0);
    const method = incoming.method ?? '';
    requests.set(method, (requests.get(method) ?? 0) + 1);
    const half = Number(incoming.headers['content-length'] ?? 0) / 2;
    const onward = ask(new URL(incoming.url ?? '', proxy.target), {
      method,
      headers: incoming.headers,
    });
    onward.on('error', () => outgoing.destroy());
    onward.on('response', (reply) => {
      const held = takeHold(part, 'reply');
      if (held !== null) return held.reached();
      outgoing.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(outgoing);
    });
    let out = 0;
    try {
      for await (const piece of incoming) {
        out += (piece as Buffer).length;
        bytesOut.set(part, (bytesOut.get(part) ?? 0) + (piece as Buffer).length);
        onward.write(piece);
        if (out < half) continue;
        const held = takeHold(part, 'half');
        if (held === null) continue;
        held.reached();
        await once(incoming.socket, 'close');
        onward.destroy();
        return;
      }
      onward.end();
    } catch {
      // The sender was killed.
      onward.destroy();
    }
  }

  const server = createServer((incoming, outgoing) => void pass(incoming, outgoing));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const proxy: CountingProxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: '',
    bytesOut,
    requests,
    heldAtHalf: (part) => heldAt(part, 'half'),
    replyHeld: (part) => heldAt(part, 'reply'),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
