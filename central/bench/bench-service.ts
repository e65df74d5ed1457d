import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { compose } from '../src/compose.ts';
import { readConfig } from '../src/config.ts';
import type { Db } from '../src/database.ts';
import { addDemoUsers } from '../src/services/demo.ts';
import { addDevice } from '../src/services/users.ts';

/** Whose token a request carries: a station's device, or a person who sees every station. */
export type Sender = 'station' | 'person';

/** The service on a database and a folder of its own, as its clients see it. */
export interface BenchService {
  readonly db: Db;
  /** @throws Error where the answer is no success. */
  send(sender: Sender, method: string, path: string, body?: object): Promise<Response>;
  stop(): Promise<void>;
}

/** Name of the station that the bench's device is of. */
const benchStation = 'AOI-1';

/**
 * Starts it with the demo's Postgres, which flushes the disk at every commit, and without rate limits that matter.
 * @param kept Folder of its data, left as it is afterwards; null: a new one, removed at the end.
 */
export async function startBenchService(kept: string | null): Promise<BenchService> {
  const folder = kept ?? (await mkdtemp(join(tmpdir(), 'fiducial-bench-')));
  if (kept !== null) await mkdir(folder, { recursive: true });
  await chmod(folder, 0o711);
  const read = readConfig({ FIDUCIAL_CENTRAL_DIR: folder, LOG_LEVEL: 'silent', REQUESTS_PER_MINUTE: '10000000' });
  if (!read.ok) throw new Error(read.message);
  const { app, db, stop } = await compose(read.config, pino({ level: 'silent' }));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  await addDemoUsers(db);
  const signedIn = await fetch(`${url}/v1/token`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'demo', password: 'demo' }),
  });
  const { access_token } = (await signedIn.json()) as { access_token: string };
  const token: Record<Sender, Record<string, string>> = {
    station: { 'x-api-token': await addDevice(db, benchStation) },
    person: { authorization: `Bearer ${access_token}` },
  };
  return {
    db,
    async send(sender, method, path, body) {
      const answer = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
        method,
        headers: { ...token[sender], ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
      return answer;
    },
    async stop() {
      await stop();
      if (kept === null) await rm(folder, { recursive: true, force: true });
    },
  };
}
