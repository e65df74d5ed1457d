import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { inject } from 'vitest';
import { compose, type Parts, type Service } from '../compose.ts';
import { type Config, readConfig } from '../config.ts';
import { addDemoUsers } from '../services/demo.ts';
import { addDevice } from '../services/users.ts';
import { templateDatabase } from './postgres-setup.ts';

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers as a client in another language would.
  readonly body: any;
  readonly headers: Headers;
}

interface Send {
  readonly token?: string;
  readonly device?: string;
  readonly key?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The central API as its clients see it: over HTTP, on a real Postgres and a real folder. */
export interface Central {
  readonly url: string;
  readonly service: Service;
  readonly databaseUrl: string;
  readonly dataDir: string;
  /** Access token of the user `demo`, who may do everything. */
  readonly token: string;
  send(method: string, path: string, send?: Send): Promise<Answer>;
  /** Like `send`, as `demo`. */
  as(method: string, path: string, send?: Send): Promise<Answer>;
  /** Token of a new device of the station. */
  device(station: string): Promise<string>;
  /** Another copy of the service on the same database and store. */
  another(options?: FixtureOptions): Promise<Central>;
  stop(): Promise<void>;
}

/** A database of its own, copied from the migrated template. */
export async function newDatabase(): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const base = inject('postgresUrl');
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const admin = async (sql: string): Promise<void> => {
    const client = new pg.Client({ connectionString: base });
    await client.connect();
    try {
      await client.query(sql);
    } finally {
      await client.end();
    }
  };
  await admin(`CREATE DATABASE ${name} TEMPLATE ${templateDatabase}`);
  const url = new URL(base);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(`DROP DATABASE ${name} WITH (FORCE)`) };
}

/** A secret for tests only. */
const testSecret = 'abcdefghijklmnopqrstuvwxyz0123456789';

export function testConfig(databaseUrl: string, dataDir: string, env: NodeJS.ProcessEnv = {}): Config {
  const read = readConfig({
    DATABASE_URL: databaseUrl,
    JWT_SECRET: testSecret,
    FIDUCIAL_CENTRAL_DIR: dataDir,
    LOG_LEVEL: 'silent',
    DATABASE_POOL: '8',
    ...env,
  });
  if (!read.ok) throw new Error(read.message);
  return read.config;
}

export interface FixtureOptions extends Parts {
  readonly env?: NodeJS.ProcessEnv;
}

export async function startCentral(options: FixtureOptions = {}): Promise<Central> {
  const database = await newDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'fiducial-central-'));
  const first = await start(database.url, dataDir, options);
  return {
    ...first,
    async stop() {
      await first.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function start(databaseUrl: string, dataDir: string, options: FixtureOptions): Promise<Central> {
  const config = testConfig(databaseUrl, dataDir, options.env);
  const service = await compose(config, pino({ level: config.logLevel }), options);
  await addDemoUsers(service.db);
  await service.app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = service.app.server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  const send = async (method: string, path: string, it: Send = {}): Promise<Answer> => {
    const isText = typeof it.body === 'string';
    const response = await fetch(path.startsWith('http') ? path : `${url}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(it.token === undefined ? {} : { authorization: `Bearer ${it.token}` }),
        ...(it.device === undefined ? {} : { 'x-api-token': it.device }),
        ...(it.key === undefined ? {} : { 'idempotency-key': it.key }),
        ...(it.body === undefined ? {} : { 'content-type': isText ? 'text/plain' : 'application/json' }),
        ...it.headers,
      },
      ...(it.body === undefined ? {} : { body: isText ? (it.body as string) : JSON.stringify(it.body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  };
  // A copy that only works signs nobody in.
  const signedIn = await fetch(`${url}/v1/token`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'demo', password: 'demo' }),
  });
  const { access_token: token = '' } = (await signedIn.json()) as { access_token?: string };
  return {
    url,
    service,
    databaseUrl,
    dataDir,
    token,
    send,
    as: (method, path, it = {}) => send(method, path, { token, ...it }),
    device: (station) => addDevice(service.db, station),
    another: (more = {}) => start(databaseUrl, dataDir, { ...options, ...more }),
    stop: () => service.stop(),
  };
}

/** Waits until the question is answered with something; fails after `longestMs`. */
export async function until<T>(ask: () => Promise<T | null | undefined | false>, longestMs = 30_000): Promise<T> {
  for (const end = Date.now() + longestMs; Date.now() < end; ) {
    const answer = await ask();
    if (answer) return answer;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`It did not come about within ${longestMs / 1000} s`);
}
