import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * A line to something that listens on this computer: an address that is there from first to last, whether what it leads
 * to runs, is killed, or comes back on another port. Nothing else ever answers at it.
 */
export interface Line {
  readonly host: string;
  readonly port: number;
  /** `http://HOST:PORT`. */
  readonly url: string;
  /** From now on to this port of the loopback address; null: it is cut, and what was under way is broken off. */
  leadTo(port: number | null): void;
  close(): Promise<void>;
}

export async function openLine(): Promise<Line> {
  const host = '127.0.0.1';
  const sockets = new Set<Socket>();
  let target: number | null = null;
  const server = createServer((near) => {
    if (target === null) return void near.destroy();
    const far = connect(target, host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const breakOff = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  return {
    host,
    port,
    url: `http://${host}:${port}`,
    leadTo(next) {
      if (next !== target) breakOff();
      target = next;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      breakOff();
      await closed;
    },
  };
}
