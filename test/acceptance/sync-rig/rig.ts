/** A station with boards that were inspected offline, and a central service on a real Postgres: processes that can be killed. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../../../central/src/adapters/embedded-postgres.ts';
import { type Db, openDatabase } from '../../../central/src/database.ts';
import { addDevice } from '../../../central/src/services/users.ts';
import { openLine } from '../../../central/src/testing/line.ts';
import { startServing } from '../../../central/src/testing/serving.ts';
import { type InspectionId, newId } from '../../../src/core/kernel/ids.ts';
import { openStation, type Station } from '../../../src/station/compose.ts';
import { recordInspection } from '../../../src/station/inspections/record.ts';
import { ledgerCounts } from '../../../src/station/sync/ledger-counts.ts';
import { sampleInspection } from '../../../src/station/testing/sample-inspection.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import { fiducial, root } from '../run-fiducial.ts';

/** The smallest part that the service takes. */
export const partBytes = 256 * 1024;

export interface Running {
  /** Resolves with its exit status; null where it was killed. */
  readonly ended: Promise<number | null>;
  /** Kills it (SIGKILL), and resolves when it is gone. */
  kill(): Promise<void>;
}

export interface SyncRig {
  /** Everything is under it; the service's is in `central`. */
  readonly folder: string;
  readonly station: Station;
  /** The service's database. */
  readonly db: Db;
  /** Of what was inspected here, oldest first. */
  readonly inspections: readonly InspectionId[];
  /** Stores an original of random bytes and records its inspection. */
  inspect(imageBytes: number): Promise<InspectionId>;
  /** Resolves when it answers. @param env Added to its environment. */
  startService(env?: Readonly<Record<string, string>>): Promise<Running>;
  /** Added to the environment of the station's processes that are started from now on. */
  readonly stationEnv: Record<string, string>;
  /** `fiducial sync` with these arguments. */
  startSending(...args: readonly string[]): Running;
  /** Rows of the outbox that wait. */
  waiting(): number;
  /** Rows of it that were acknowledged. */
  sent(): number;
  close(): Promise<void>;
}

export interface RigOptions {
  /** Environment of the service. */
  readonly central?: Readonly<Record<string, string>>;
  /** Where the station finds the service, if not at its own address. */
  readonly through?: (serviceUrl: string) => Promise<string>;
  /** Bytes per second. */
  readonly cap?: number;
}

export async function openRig({ central = {}, through, cap }: RigOptions = {}): Promise<SyncRig> {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-sync-'));
  await chmod(folder, 0o711);
  const postgres = await startEmbeddedPostgres(folder, { fsync: 'off', synchronous_commit: 'off' });
  const line = await openLine();
  const tokenFile = join(folder, 'token');
  const dataDir = join(folder, 'data');
  const env = {
    ...process.env,
    DATABASE_URL: postgres.url,
    JWT_SECRET: 'abcdefghijklmnopqrstuvwxyz0123456789',
    FIDUCIAL_CENTRAL_DIR: join(folder, 'central'),
    ROLE: 'api',
    DATABASE_POOL: '4',
    UPLOAD_PART_BYTES: String(partBytes),
    FIDUCIAL_CENTRAL_TOKEN_FILE: tokenFile,
    ...central,
  };
  const children = new Set<ChildProcess>();
  const inspections: InspectionId[] = [];
  const stationEnv: Record<string, string> = {};

  function running(child: ChildProcess): Running {
    children.add(child);
    const ended = once(child, 'exit').then(([status]): number | null => {
      children.delete(child);
      return status;
    });
    return {
      ended,
      async kill() {
        child.kill('SIGKILL');
        await ended;
      },
    };
  }

  const startService = async (more: Readonly<Record<string, string>> = {}): Promise<Running> => {
    return running(await startServing(line, { ...env, ...more }));
  };
  const startSending = (...args: readonly string[]): Running => {
    const command = [join(root, 'src', 'cli', 'main.ts'), 'sync', 'run', ...args, '--data-dir', dataDir];
    return running(spawn(process.execPath, command, { env: { ...env, ...stationEnv }, stdio: 'ignore' }));
  };

  await (await startService()).kill();
  const { db } = openDatabase({ url: postgres.url, poolSize: 2, onLost: () => undefined });
  writeFileSync(tokenFile, await addDevice(db, hostname()), { mode: 0o600 });
  const station = must(await openStation({ dataDir }));
  const url = (await through?.(line.url)) ?? line.url;
  const capped = cap === undefined ? [] : ['--cap', String(cap)];
  const set = await fiducial(['sync', 'set', '--url', url, ...capped, '--data-dir', dataDir], {
    env: { FIDUCIAL_CENTRAL_TOKEN_FILE: tokenFile },
  });
  if (set.status !== 0) throw new Error(set.stderr);

  return {
    folder,
    station,
    db,
    inspections,
    async inspect(imageBytes) {
      const file = join(folder, 'board.png');
      writeFileSync(file, Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(imageBytes - 8)]));
      const { sha256, bytes, storedPath } = must(await station.images.storeOriginal(file));
      const image = { sha256, bytes, storedPath, format: 'png', width: 9, height: 9, sourcePath: file };
      const id = newId<InspectionId>();
      const serial = `SN-${inspections.length}`;
      must(recordInspection(station.context, sampleInspection({ id, image, golden: null, serial })));
      inspections.push(id);
      return id;
    },
    startService,
    startSending,
    stationEnv,
    waiting: () => must(ledgerCounts(station.context.db)).pending,
    sent() {
      const { db: own } = station.context;
      const query = own.query.selectFrom('outbox').select(({ fn }) => fn.countAll<number>().as('rows'));
      return own.get(query.where('state', '=', 'sent'))?.rows ?? 0;
    },
    async close() {
      for (const child of children) child.kill('SIGKILL');
      station.close();
      await db.destroy();
      await line.close();
      await postgres.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
