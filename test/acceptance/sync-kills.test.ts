/**
 * Docs/spec/sync.md, S1, S2, S4: a station that inspected offline sends to a real service while both processes are killed
 * at random, and people go on deciding. `FIDUCIAL_KILLS=1000` for the long run, `FIDUCIAL_SEED` for
 * other moments.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type EmbeddedDatabase, startEmbeddedPostgres } from '../../central/src/adapters/embedded-postgres.ts';
import { freePort } from '../../central/src/adapters/free-port.ts';
import { type Db, openDatabase as openCentral } from '../../central/src/database.ts';
import { addDevice } from '../../central/src/services/users.ts';
import { type InspectionId, newId } from '../../src/core/kernel/ids.ts';
import { openStation, type Station } from '../../src/station/compose.ts';
import { recordInspection } from '../../src/station/inspections/record.ts';
import { reviewSession } from '../../src/station/review/review-session.ts';
import { verifyDefects } from '../../src/station/review/verify.ts';
import { ledgerCounts } from '../../src/station/sync/ledger-counts.ts';
import { sampleInspection } from '../../src/station/testing/sample-inspection.ts';
import { must } from '../../src/station/testing/station-fixture.ts';
import { dice } from '../simulation/sync/world.ts';
import { fiducial, root } from './run-fiducial.ts';

const kills = Number(process.env.FIDUCIAL_KILLS ?? 8);
/** Moments of the kills, and what people decide. */
const seed = Number(process.env.FIDUCIAL_SEED ?? 1);
const rolled = dice(seed);
const boards = Math.max(80, 5 * kills);

let folder: string;
let postgres: EmbeddedDatabase;
let station: Station;
let db: Db;
let env: NodeJS.ProcessEnv;
const ids: InspectionId[] = [];
const running = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-sync-kills-'));
  await chmod(folder, 0o711);
  postgres = await startEmbeddedPostgres(folder, { fsync: 'off', synchronous_commit: 'off' });
  env = {
    ...process.env,
    DATABASE_URL: postgres.url,
    JWT_SECRET: 'abcdefghijklmnopqrstuvwxyz0123456789',
    FIDUCIAL_CENTRAL_DIR: join(folder, 'central'),
    PORT: String(await freePort()),
    ROLE: 'api',
    DATABASE_POOL: '4',
    FIDUCIAL_CENTRAL_TOKEN_FILE: join(folder, 'token'),
  };
  await (await startService()).stop();
  ({ db } = openCentral({ url: postgres.url, poolSize: 2, onLost: () => undefined }));
  writeFileSync(join(folder, 'token'), await addDevice(db, hostname()), { mode: 0o600 });
  station = must(await openStation({ dataDir: join(folder, 'data') }));
  for (let n = 0; n < boards; n += 1) {
    const file = join(folder, 'board.png');
    writeFileSync(file, Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(20_000)]));
    const { sha256, bytes, storedPath } = must(await station.images.storeOriginal(file));
    const image = { sha256, bytes, storedPath, format: 'png', width: 9, height: 9, sourcePath: file };
    const id = newId<InspectionId>();
    must(recordInspection(station.context, sampleInspection({ id, image, golden: null, serial: `SN-${n}` })));
    ids.push(id);
  }
  const set = await fiducial(
    ['sync', 'set', '--url', `http://127.0.0.1:${env.PORT}`, '--data-dir', join(folder, 'data')],
    { env: { FIDUCIAL_CENTRAL_TOKEN_FILE: join(folder, 'token') } },
  );
  expect(set.status, set.stderr).toBe(0);
});

afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  station?.close();
  await db?.destroy();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Running {
  /** Kills it, and resolves when it is gone. */
  stop(): Promise<void>;
}

function run(file: string, args: readonly string[]): Running & { readonly child: ChildProcess } {
  const child = spawn(process.execPath, [join(root, file), ...args], { env, stdio: ['ignore', 'pipe', 'ignore'] });
  running.add(child);
  const gone = once(child, 'exit');
  return {
    child,
    async stop() {
      child.kill('SIGKILL');
      await gone;
      running.delete(child);
    },
  };
}

async function startService(): Promise<Running> {
  const service = run('central/src/testing/serving-child.ts', []);
  await Promise.race([once(service.child.stdout!, 'data'), once(service.child, 'exit')]);
  return service;
}

const startSending = (): Running => run('src/cli/main.ts', ['sync', '--data-dir', join(folder, 'data')]);

const session = reviewSession();
function decide(): void {
  const { context } = station;
  const inspectionId = ids[rolled.between(0, ids.length - 1)]!;
  const query = context.db.query.selectFrom('defects').select('id').where('inspection_id', '=', inspectionId);
  const defectIds = context.db.all(query).map(({ id }) => id);
  const verification = rolled.chance(0.5) ? 'confirmed' : 'rejected';
  must(verifyDefects(context, session, { inspectionId, defectIds, verification, reason: '', note: '' }));
}

it('both sides have the same, each thing once, after kills of both', {
  timeout: 300_000 + kills * 20_000,
}, async () => {
  let service = await startService();
  let sending = startSending();
  for (let kill = 0; kill < kills; kill += 1) {
    await pause(rolled.between(300, 1800));
    decide();
    if (kill % 3 === 2) {
      await service.stop();
      service = await startService();
    } else {
      await sending.stop();
      sending = startSending();
    }
  }
  const waits = () => must(ledgerCounts(station.context.db)).pending;
  for (const end = Date.now() + 90_000; waits() > 0 && Date.now() < end; ) await pause(200);
  await sending.stop();
  await service.stop();
  expect(must(ledgerCounts(station.context.db))).toEqual({ pending: 0, pictures: 0, setAside: 0 });
  expect(await differences()).toEqual([]);
});

it('negative control: one picture, one receipt or one revision that is not there is noticed', async () => {
  const [first, second, third] = ids;
  await db.updateTable('artifacts').set({ state: 'waiting' }).where('inspection_id', '=', first!).execute();
  await db.updateTable('results').set({ sha256: '0' }).where('inspection_id', '=', second!).execute();
  await db.updateTable('inspections').set({ revision: 0 }).where('id', '=', third!).execute();
  const found = await differences();
  expect(found).toContain(`picture of ${first}`);
  expect(found).toContain(`receipt of ${second}`);
  expect(found).toContain(`revision of ${third}`);
});

/** What one side has otherwise than the other. */
async function differences(): Promise<readonly string[]> {
  const { db: own } = station.context;
  const here = own.all(own.query.selectFrom('inspections').select(['id', 'revision', 'image_sha256']));
  const there = await db.selectFrom('inspections').select(['id', 'revision']).execute();
  const artifacts = await db
    .selectFrom('artifacts')
    .select(['inspection_id', 'sha256'])
    .where('state', '=', 'stored')
    .execute();
  const kept = await db.selectFrom('results').select(['inspection_id', 'revision', 'sha256']).execute();
  const receipts = own.all(
    own.query.selectFrom('outbox').select(['object_id', 'receipt']).where('kind', '=', 'inspection'),
  );
  const revisions = new Map(there.map(({ id, revision }) => [id, revision]));
  const pictures = Map.groupBy(artifacts, ({ inspection_id }) => inspection_id);
  const known = new Set(kept.map(({ inspection_id, revision, sha256 }) => `${inspection_id} ${revision} ${sha256}`));
  const found = there.length === here.length ? [] : [`${there.length} of ${here.length} inspections`];
  for (const { id, revision, image_sha256 } of here) {
    if (revisions.get(id) !== revision) found.push(`revision of ${id}`);
    const own = pictures.get(id) ?? [];
    if (own.length !== 1 || own[0]?.sha256 !== image_sha256) found.push(`picture of ${id}`);
  }
  for (const { object_id, receipt } of receipts) {
    const { revision, sha256 } = JSON.parse(receipt ?? '{}');
    if (!known.has(`${object_id} ${revision} ${sha256}`)) found.push(`receipt of ${object_id}`);
  }
  return found;
}
