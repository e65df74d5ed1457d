/** A station with a backlog and a central service on a real Postgres that flushes the disk at each commit. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { startEmbeddedPostgres } from '../../central/src/adapters/embedded-postgres.ts';
import { openDatabase } from '../../central/src/database.ts';
import { addDevice } from '../../central/src/services/users.ts';
import { announcedPort } from '../../central/src/testing/serving.ts';
import { openStation } from '../../src/station/compose.ts';
import { recordInspection } from '../../src/station/inspections/record.ts';
import { changeSettings } from '../../src/station/settings/site-settings.ts';
import { sampleInspection } from '../../src/station/testing/sample-inspection.ts';
import type { Drained } from './sync-drain.ts';

const root = join(import.meta.dirname, '..', '..');

export interface Backlog {
  readonly inspections: number;
  readonly imageBytes: number;
  /** Originals that differ; the inspections share them in turn. */
  readonly images: number;
}

export interface DrainedPair extends Drained {
  /** Processor time of the service and of its Postgres while the backlog went; null where the system does not tell. */
  readonly serviceCpuSeconds: number | null;
}

/** Of a process and those that it started, as Linux counts it (proc(5): utime to cstime, in hundredths); null elsewhere. */
function cpuSecondsOf(pid: number): number | null {
  try {
    const fieldsOf = (of: string) => readFileSync(`/proc/${of}/stat`, 'utf8').split(') ')[1]!.split(' ');
    const ticks = (fields: readonly string[]) => fields.slice(11, 15).reduce((sum, it) => sum + Number(it), 0);
    const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
    return [String(pid), ...children].reduce((sum, it) => sum + ticks(fieldsOf(it)), 0) / 100;
  } catch {
    return null;
  }
}

/** Null where the process has ended meanwhile. */
function parentOf(pid: string): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1]);
  } catch {
    return null;
  }
}

/** Sends a backlog in a process of its own to a service in another. Times are by the clock: nothing else may run beside it. */
export async function drain(backlog: Backlog): Promise<DrainedPair> {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-bench-sync-'));
  await chmod(folder, 0o711);
  const postgres = await startEmbeddedPostgres(folder);
  const service = spawn(process.execPath, [join(root, 'central/src/testing/serving-child.ts')], {
    env: {
      ...process.env,
      DATABASE_URL: postgres.url,
      JWT_SECRET: randomBytes(32).toString('base64url'),
      FIDUCIAL_CENTRAL_DIR: join(folder, 'central'),
      PORT: '0',
      REQUESTS_PER_MINUTE: '10000000',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const port = await announcedPort(service, /^ready on (\d+)$/);
    if (port === null) throw new Error('The service ended before it was ready');
    const { db } = openDatabase({ url: postgres.url, poolSize: 1, onLost: () => undefined });
    const tokenFile = join(folder, 'token');
    writeFileSync(tokenFile, await addDevice(db, hostname()), { mode: 0o600 });
    await db.destroy();
    const dataDir = join(folder, 'data');
    await inspectOffline(dataDir, `http://127.0.0.1:${port}`, backlog);
    const script = join(import.meta.dirname, 'sync-drain.ts');
    const args = ['--expose-gc', script, dataDir, tokenFile];
    const postmaster = Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]);
    const spent = () => {
      const [api, database] = [cpuSecondsOf(service.pid ?? 0), cpuSecondsOf(postmaster)];
      return api === null || database === null ? null : api + database;
    };
    const before = spent();
    const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e8 });
    const after = spent();
    const serviceCpuSeconds = before === null || after === null ? null : Number((after - before).toFixed(1));
    return { ...(JSON.parse(stdout) as Drained), serviceCpuSeconds };
  } finally {
    service.kill('SIGKILL');
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Recorded where the disk is memory, if there is such a disk: making the backlog is not what is measured. */
async function inspectOffline(
  dataDir: string,
  url: string,
  { inspections, imageBytes, images }: Backlog,
): Promise<void> {
  const fast = await mkdtemp('/dev/shm/fiducial-bench-').catch(() => mkdtemp(join(tmpdir(), 'fiducial-bench-')));
  try {
    const opened = await openStation({ dataDir: join(fast, 'data') });
    if (!opened.ok) throw new Error(opened.error.message);
    const { context, images: store, close } = opened.value;
    const set = changeSettings(context, { centralSync: { url, bytesPerSecond: null } });
    if (!set.ok) throw new Error(set.error.message);
    const stored = [];
    for (let n = 0; n < images; n += 1) {
      const file = join(fast, 'board.png');
      await pipeline(Readable.from(randomPng(imageBytes)), createWriteStream(file));
      const original = await store.storeOriginal(file);
      if (!original.ok) throw new Error(original.error.message);
      const { sha256, bytes, storedPath } = original.value;
      stored.push({ sha256, bytes, storedPath, format: 'png' as const, width: 9, height: 9, sourcePath: file });
    }
    for (let n = 0; n < inspections; n += 1) {
      const image = stored[n % stored.length]!;
      const recorded = recordInspection(context, sampleInspection({ image, golden: null, serial: `SN-${n}` }));
      if (!recorded.ok) throw new Error(recorded.error.message);
    }
    close();
    await cp(join(fast, 'data'), dataDir, { recursive: true });
  } finally {
    await rm(fast, { recursive: true, force: true });
  }
}

/** In pieces: an original of 500 MB is not held in memory here either. */
function* randomPng(bytes: number): Iterable<Buffer> {
  yield Buffer.from('89504e470d0a1a0a', 'hex');
  const piece = 1024 ** 2;
  for (let left = bytes - 8; left > 0; left -= piece) yield randomBytes(Math.min(left, piece));
}
