/**
 * People and models of a running central service at a station: the service is a process of its own on its own Postgres and
 * folder, and it is killed; the station is the living one behind the window, and the command line.
 */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedDatabase, startEmbeddedPostgres } from '../../central/src/adapters/embedded-postgres.ts';
import { runCommand } from '../../central/src/commands/run-command.ts';
import { readConfig } from '../../central/src/config.ts';
import { openDatabase as openCentral } from '../../central/src/database.ts';
import { addDevice } from '../../central/src/services/users.ts';
import { type Line, openLine } from '../../central/src/testing/line.ts';
import { startServing } from '../../central/src/testing/serving.ts';
import { anotherVersion } from '../../src/station/testing/model-service.ts';
import { passwords } from '../../src/station/testing/staffed-station.ts';
import { must } from '../../src/station/testing/station-fixture.ts';
import { openTestWorkstation, type TestWorkstation } from '../../src/station/testing/workstation-fixture.ts';
import { fiducial, root } from './run-fiducial.ts';

let folder: string;
let dataDir: string;
let postgres: EmbeddedDatabase;
let env: NodeJS.ProcessEnv;
let line: Line;
let url: string;
let token: string;
let service: ChildProcess | null = null;
const central = 'the password of the centre';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-people-'));
  await chmod(folder, 0o711);
  dataDir = join(folder, 'data');
  postgres = await startEmbeddedPostgres(folder, { fsync: 'off', synchronous_commit: 'off' });
  line = await openLine();
  url = line.url;
  env = {
    DATABASE_URL: postgres.url,
    JWT_SECRET: 'abcdefghijklmnopqrstuvwxyz0123456789',
    FIDUCIAL_CENTRAL_DIR: join(folder, 'central'),
    MODELS_DIR: join(folder, 'models'),
    ROLE: 'api',
    DATABASE_POOL: '4',
    LOG_LEVEL: 'silent',
  };
  await mkdir(join(folder, 'models'));
  await onCentre(['users', 'add', 'lee', 'inspections:write'], central);
  await onCentre(['users', 'print', 'lee', 'A. Lee']);
  const { db } = openCentral({ url: postgres.url, poolSize: 1, onLost: () => undefined });
  token = await addDevice(db, hostname());
  await db.destroy();
  await startService();
});

afterAll(async () => {
  await stopService();
  await line?.close();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** An administrator's command at the centre. */
async function onCentre(args: readonly string[], input = ''): Promise<void> {
  const config = readConfig(env);
  if (!config.ok) throw new Error(config.message);
  const said: string[] = [];
  const status = await runCommand(config.config, args, Readable.from([input]), (line) => said.push(line));
  if (status !== 0) throw new Error(said.join('\n'));
}

async function startService(): Promise<void> {
  service = await startServing(line, { ...process.env, ...env });
}

/** Killed, not asked. */
async function stopService(): Promise<void> {
  if (service === null) return;
  const gone = once(service, 'exit');
  service.kill('SIGKILL');
  await gone;
  service = null;
}

async function opened(): Promise<TestWorkstation> {
  return openTestWorkstation(dataDir);
}
const code = (done: { readonly ok: boolean; readonly error?: { readonly code: string } }) =>
  done.ok ? 'ok' : done.error?.code;
const enter = async ({ session }: TestWorkstation, name = 'lee', password = central) =>
  code(await session.signIn(name, password));

/** Waits for the next whole look at what comes down. */
async function looked(station: TestWorkstation): Promise<void> {
  const when = () => must(station.sync.connection()).fetched;
  const before = JSON.stringify(when());
  must(station.sync.hurry());
  await expect
    .poll(() => JSON.stringify(when()) !== before && Object.keys(when()).length === 3, {
      timeout: 300_000,
      interval: 50,
    })
    .toBe(true);
}

describe('an online station', () => {
  it('lets people of the centre in, with it and for the days of grace without it', async () => {
    const station = await opened();
    const { session, settings, sync } = station;
    must(await session.setUp({ name: 'ada', printedName: 'Ada Lovelace', password: passwords.ada }));
    must(await sync.configure({ target: { url, bytesPerSecond: null }, token }));
    must(settings.change({ centralSignIn: { url, graceDays: 7 } }));
    expect(await enter(station)).toBe('ok');
    expect(session.state()).toMatchObject({ person: { printedName: 'A. Lee', role: 'operator' }, graceUntil: null });
    expect(await enter(station, 'lee', 'another password')).toBe('IDENTITY_REFUSED');

    await stopService();
    expect(await enter(station, 'lee', 'another password')).toBe('IDENTITY_REFUSED');
    expect(await enter(station)).toBe('ok');
    const until = Date.parse(session.state().graceUntil ?? '');
    expect(until - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    // The station's own people need no centre.
    expect(await enter(station, 'ada', passwords.ada)).toBe('ok');
    must(settings.change({ centralSignIn: { url, graceDays: 0 } }));
    expect(await enter(station)).toBe('IDENTITY_GRACE_OVER');
    must(settings.change({ centralSignIn: { url, graceDays: 7 } }));
    await startService();
    expect(await enter(station)).toBe('ok');
  });

  it('holds to what the centre says of roles, passwords, locks and ends', async () => {
    const station = await opened();
    const { session } = station;
    await onCentre(['users', 'role', 'lee', 'engineer']);
    await onCentre(['users', 'add', 'kim', 'inspections:write'], central);
    expect(await enter(station, 'ada', passwords.ada)).toBe('ok');
    await looked(station);
    expect(await enter(station)).toBe('ok');
    expect(session.state().person?.role).toBe('engineer');

    // A changed password is worth nothing offline once the station has heard of it.
    await onCentre(['users', 'add', 'lee', 'inspections:write'], 'the next password');
    expect(await enter(station, 'ada', passwords.ada)).toBe('ok');
    await looked(station);
    await stopService();
    expect(await enter(station)).toBe('IDENTITY_REFUSED');
    await startService();
    expect(await enter(station, 'lee', 'the next password')).toBe('ok');

    await onCentre(['users', 'disable', 'lee']);
    expect(await enter(station, 'lee', 'the next password')).toBe('IDENTITY_REFUSED');
    expect(await enter(station, 'ada', passwords.ada)).toBe('ok');
    await looked(station);
    writeFileSync(join(folder, 'password'), passwords.ada, { mode: 0o600 });
    const people = await fiducial(['users', 'list', '--user', 'ada', '--data-dir', dataDir, '--json'], {
      env: { FIDUCIAL_PASSWORD_FILE: join(folder, 'password') },
    });
    expect(people.lines()).toMatchObject([
      { name: 'ada', central: false, disabled: false },
      { name: 'kim', central: true, disabled: false },
      { name: 'lee', central: true, disabled: true },
    ]);

    // Guessed at elsewhere: the centre locks the name, and the station says so.
    const guess = () =>
      fetch(`${url}/v1/token`, { method: 'POST', body: new URLSearchParams({ username: 'kim', password: 'x' }) });
    for (let n = 0; n < 5; n += 1) await guess();
    expect(await enter(station, 'kim')).toBe('IDENTITY_CENTRAL_LOCKED');
  });
});

describe('a model that the site publishes', () => {
  it('is held against the keys that the station trusts, and what it has is not fetched again', {
    timeout: 600_000,
  }, async () => {
    const publish = async (name: string, files: { readonly onnx: Buffer; readonly manifest: string }) => {
      const draft = join(folder, name);
      await mkdir(draft);
      await writeFile(join(draft, 'model.onnx'), files.onnx);
      await writeFile(join(draft, 'model.json'), files.manifest);
      await onCentre(['models', 'publish', draft]);
    };
    // No key that this station trusts signed the first; the second is the shipped one, which is here already.
    await publish('foreign', anotherVersion('9.0.0'));
    await onCentre(['models', 'publish', join(root, 'models', 'pcb_defect_detector_int8', '1')]);
    const run = (...args: string[]) => fiducial([...args, '--data-dir', dataDir, '--json']);
    const sent = await run('sync', '--once');
    expect(sent.status, sent.stderr).toBe(0);
    expect((await run('sync', 'status')).lines()[0]).toMatchObject({
      sign_in: { url, grace_days: 7 },
      fetched: { models: expect.any(String), recipes: expect.any(String), users: expect.any(String) },
      refused: { models: [{ name: 'pcb_defect_detector_int8/1', code: 'MODEL_SIGNATURE' }], users: [] },
    });
    const received = join(dataDir, 'models-received');
    expect(readdirSync(received)).toEqual(['.list']);
  });
});
