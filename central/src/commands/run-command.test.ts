import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWitness, renewWitness } from '../services/witness-key.ts';
import { type Central, startCentral, testConfig } from '../testing/central-fixture.ts';
import { runCommand } from './run-command.ts';

let central: Central;
beforeAll(async () => {
  central = await startCentral();
});
afterAll(() => central.stop());

async function run(args: readonly string[], input = ''): Promise<{ status: number; said: string }> {
  const said: string[] = [];
  const config = testConfig(central.databaseUrl, central.dataDir);
  const status = await runCommand(config, args, Readable.from([input]), (line) => said.push(line));
  return { status, said: said.join('\n') };
}

const signIn = (username: string, password: string) =>
  central.send('POST', '/v1/token', {
    body: new URLSearchParams({ username, password }).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

describe('an administrator', () => {
  it('adds a user with scopes, and ends the access', async () => {
    expect((await run(['users', 'add', 'anna', 'reports:read'], 'a long password\n')).status).toBe(0);
    expect((await signIn('anna', 'a long password')).body.scope).toBe('reports:read');
    expect((await run(['users', 'disable', 'anna'])).status).toBe(0);
    expect((await signIn('anna', 'a long password')).status).toBe(401);
  });

  it('begins another key of the witness where the secret of the one before is lost', async () => {
    const { db } = central.service;
    const [before, lost] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    await renewWitness(db, before, 'test');
    await expect(openWitness(db, lost)).rejects.toThrow('another JWT_SECRET');
    const { status, said } = await run(['witness', 'new-key']);
    expect(status).toBe(0);
    const row = await db.selectFrom('witness_keys').select('vkey').executeTakeFirstOrThrow();
    expect(said.split('\n')[0]).toBe(row.vkey);
    const told = await db
      .selectFrom('activity_log')
      .select('details')
      .where('action', '=', 'witness.key_begun')
      .execute();
    expect(told.at(-1)?.details).toMatchObject({ after: row.vkey });
    expect((await run(['witness'])).status).toBe(2);
  });

  it('is told of a password that is too short, and of a scope that there is not', async () => {
    expect((await run(['users', 'add', 'bert'], 'short')).status).toBe(2);
    expect((await run(['users', 'add', 'bert', 'everything'], 'a long password')).status).toBe(2);
    expect((await signIn('bert', 'short')).status).toBe(401);
  });

  it('makes a station’s token, and revokes it', async () => {
    const { said: device } = await run(['devices', 'add', 'AOI-7']);
    expect((await central.send('GET', '/v1/inspections', { device })).status).toBe(200);
    expect((await run(['devices', 'revoke', 'AOI-7'])).status).toBe(0);
    expect((await central.send('GET', '/v1/inspections', { device })).status).toBe(401);
    expect((await run(['devices', 'revoke', 'AOI-7'])).status).toBe(1);
  });

  it('sets the copy of a log aside', async () => {
    expect((await run(['logs', 'set-aside', 'AOI-8'])).status).toBe(1);
    await central.service.db
      .insertInto('audit_logs')
      .values({ station: 'AOI-8', witnessed_root: null, note: null, witnessed_at: null })
      .execute();
    expect(await run(['logs', 'set-aside', 'AOI-8'])).toMatchObject({
      status: 0,
      said: expect.stringContaining('AOI-8 (set aside 20'),
    });
    expect((await run(['logs', 'set-aside'])).status).toBe(2);
  });

  it('keeps an inspection beyond its retention', async () => {
    const inspection_id = uuidv7();
    await central.as('POST', '/v1/inspections', { body: { inspection_id, lot: 'L' } });
    expect((await run(['hold', inspection_id, 'on'])).status).toBe(0);
    expect((await run(['hold', uuidv7(), 'on'])).status).toBe(1);
    const kept = await central.service.db.selectFrom('activity_log').select(['action', 'object_id']).execute();
    expect(kept).toContainEqual({ action: 'inspection.hold_on', object_id: inspection_id });
  });

  it('publishes a model’s version once, and nothing that is not what it says', async () => {
    const models = await mkdtemp(join(tmpdir(), 'fiducial-models-'));
    const draft = await mkdtemp(join(tmpdir(), 'fiducial-draft-'));
    const config = testConfig(central.databaseUrl, central.dataDir, { MODELS_DIR: models });
    const said: string[] = [];
    const publish = () =>
      runCommand(config, ['models', 'publish', draft], Readable.from(['']), (line) => said.push(line));
    expect(await publish()).toBe(1);
    const bytes = Buffer.from('weights');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    await writeFile(join(draft, 'model.json'), JSON.stringify({ name: 'tiny', version: '2.0.0', sha256 }));
    await writeFile(join(draft, 'model.onnx'), 'other weights');
    expect(await publish()).toBe(1);
    await writeFile(join(draft, 'model.onnx'), bytes);
    expect(await publish()).toBe(0);
    expect(await publish()).toBe(1);
    expect(said.at(-1)).toContain('published already');
    expect(await readdir(join(models, 'tiny'))).toEqual(['1']);
    expect((await readdir(join(models, 'tiny', '1'))).sort()).toEqual(['model.json', 'model.onnx']);
    expect(await readdir(models)).toEqual(['tiny']);
    expect((await run(['models', 'publish', draft])).status).toBe(1);
    for (const folder of [models, draft]) await rm(folder, { recursive: true, force: true });
  });

  it('makes a backup', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fiducial-backup-'));
    expect((await run(['backup', folder])).said).toMatch(/^\d+ rows and 0 objects/);
    expect(await run(['restore', folder])).toEqual({
      status: 1,
      said: 'The database is not empty. Nothing was restored.',
    });
    await rm(folder, { recursive: true, force: true });
  });

  it('is shown what there is', async () => {
    expect(await run(['nonsense'])).toMatchObject({ status: 2, said: expect.stringContaining('devices add STATION') });
    expect((await run(['help'])).status).toBe(0);
  });
});
