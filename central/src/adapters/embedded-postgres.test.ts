import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect, it } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres.ts';
import { freePort } from './free-port.ts';

it('a port that somebody took since it was chosen: another one is, and the server answers there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-postgres-'));
  await chmod(folder, 0o711);
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const taken = (other.address() as AddressInfo).port;
  const chosen: number[] = [];
  const choose = async (): Promise<number> => {
    const port = chosen.length === 0 ? taken : await freePort();
    chosen.push(port);
    return port;
  };
  const server = await startEmbeddedPostgres(folder, { fsync: 'off' }, choose);
  try {
    expect(chosen.length).toBeGreaterThan(1);
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
    await client.end();
    expect(new URL(server.url).port).toBe(String(chosen.at(-1)));
  } finally {
    await server.stop();
    await new Promise((resolve) => other.close(resolve));
    await rm(folder, { recursive: true, force: true });
  }
});
