import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Service } from './compose.ts';
import { compose } from './compose.ts';
import { addDevice } from './services/users.ts';
import { newDatabase, testConfig, until } from './testing/central-fixture.ts';
import { type Line, openLine } from './testing/line.ts';

describe('while the database cannot be reached', () => {
  let line: Line;
  let postgresPort: number;
  let service: Service;
  let device: string;
  let database: Awaited<ReturnType<typeof newDatabase>>;
  let dataDir: string;

  beforeAll(async () => {
    database = await newDatabase();
    dataDir = await mkdtemp(join(tmpdir(), 'fiducial-outage-'));
    const url = new URL(database.url);
    postgresPort = Number(url.port);
    line = await openLine();
    line.leadTo(postgresPort);
    url.port = String(line.port);
    service = await compose(testConfig(url.href, dataDir), pino({ level: 'silent' }));
    device = await addDevice(service.db, 'AOI-1');
  });
  afterAll(async () => {
    line.leadTo(postgresPort);
    await service.stop();
    await line.close();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });

  const ask = (method: 'GET' | 'POST', url: string, body?: object) =>
    service.app.inject({
      method,
      url,
      headers: { 'x-api-token': device },
      ...(body === undefined ? {} : { payload: body }),
    });
  const body = { lot: 'L', inspection_id: uuidv7() };

  it('every request is told to come again, and works when it does', async () => {
    expect((await ask('POST', '/v1/inspections', body)).statusCode).toBe(201);
    line.leadTo(null);
    for (const [method, url, sent] of [
      ['POST', '/v1/inspections', { lot: 'L', inspection_id: uuidv7() }],
      ['GET', '/v1/inspections', undefined],
      ['GET', '/v1/reports', undefined],
      ['POST', '/v1/sync/batch', { items: [{ type: 'inspection', body: { lot: 'L', inspection_id: uuidv7() } }] }],
    ] as const) {
      const answer = await ask(method, url, sent);
      expect(answer.statusCode, answer.body).toBe(503);
      expect(answer.json().code).toBe('DATABASE_UNAVAILABLE');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    line.leadTo(postgresPort);
    const again = await until(async () => {
      const answer = await ask('POST', '/v1/inspections', body);
      return answer.statusCode === 201 && answer;
    });
    expect(again.headers['idempotency-replayed']).toBe('true');
  });

  it('the service is alive and not ready', async () => {
    line.leadTo(null);
    expect((await ask('GET', '/healthz')).statusCode).toBe(200);
    expect(await ask('GET', '/readyz').then(({ statusCode }) => statusCode)).toBe(503);
    expect((await ask('GET', '/metrics')).statusCode).toBe(200);
    line.leadTo(postgresPort);
    await until(async () => (await ask('GET', '/readyz')).statusCode === 200);
  });
});

describe('while the object store cannot be used', () => {
  it('uploads and confirmations are told to come again', async () => {
    const database = await newDatabase();
    const dataDir = await mkdtemp(join(tmpdir(), 'fiducial-outage-'));
    const service = await compose(testConfig(database.url, dataDir), pino({ level: 'silent' }));
    const device = await addDevice(service.db, 'AOI-1');
    const headers = { 'x-api-token': device };
    const inspection_id = uuidv7();
    const artifact_id = uuidv7();
    const at = `/v1/inspections/${inspection_id}/artifacts`;
    await service.app.inject({ method: 'POST', url: '/v1/inspections', headers, payload: { inspection_id, lot: 'L' } });
    const payload = { artifact_id, content_type: 'image/jpeg' };
    const upload = (await service.app.inject({ method: 'POST', url: at, headers, payload })).json();
    const put = (): Promise<number> =>
      service.app
        .inject({ method: 'PUT', url: upload.upload_url, headers: { 'content-type': 'image/jpeg' }, payload: 'bytes' })
        .then(({ statusCode }) => statusCode);
    // A file in the folder's place: nothing can be made under it.
    await rm(join(dataDir, 'store'), { recursive: true, force: true });
    await writeFile(join(dataDir, 'store'), '');
    expect(await put()).toBe(503);
    const sha256 = '277089d91c0bdf4f2e6862ba7e4a07605119431f5d13f726dd352b06f1b206a9';
    const confirm = () =>
      service.app.inject({
        method: 'POST',
        url: `${at}/confirm`,
        headers,
        payload: { artifact_id, sha256, size_bytes: 5 },
      });
    const refused = await confirm();
    expect(refused.json().code).toBe('STORE_UNAVAILABLE');
    expect(refused.headers['retry-after']).toBeDefined();
    await rename(join(dataDir, 'store'), join(dataDir, 'was-in-the-way'));
    expect(await put()).toBe(200);
    expect((await confirm()).json()).toMatchObject({ state: 'stored', sha256 });
    await service.stop();
    await database.drop();
    await rm(dataDir, { recursive: true, force: true });
  });
});
