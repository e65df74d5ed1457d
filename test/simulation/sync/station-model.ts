/** The station: its real database, policy and lanes, with a disk that fills and a process that is killed. */
import BetterSqlite3 from 'better-sqlite3';
import { formatVerifierKey } from '../../../packages/protocol/src/audit/index.ts';
import { testSigner } from '../../../packages/protocol/src/audit/testing/node-crypto.ts';
import type { Clock } from '../../../src/core/kernel/clock.ts';
import { type InspectionId, newId } from '../../../src/core/kernel/ids.ts';
import { fail, ok, type Result } from '../../../src/core/kernel/result.ts';
import { insertCheckpoint, newestEpoch } from '../../../src/station/audit/checkpoint-rows.ts';
import { noSigner } from '../../../src/station/audit/log-signer.ts';
import { logSize } from '../../../src/station/audit/tree-rows.ts';
import { openToAll, type StationContext } from '../../../src/station/context.ts';
import { type Database, wrapDatabase } from '../../../src/station/db/database.ts';
import { dbError } from '../../../src/station/db/errors.ts';
import { migrations } from '../../../src/station/db/migrations/list.ts';
import { migrate } from '../../../src/station/db/migrations/migrate.ts';
import { recordInspection } from '../../../src/station/inspections/record.ts';
import { reviewSession } from '../../../src/station/review/review-session.ts';
import { verifyDefects } from '../../../src/station/review/verify.ts';
import { resend } from '../../../src/station/sync/send-again.ts';
import { createSynchroniser, type Synchroniser } from '../../../src/station/sync/synchroniser.ts';
import type { Timing, Transport } from '../../../src/station/sync/transport.ts';
import { acceptWitness } from '../../../src/station/sync/witness-keys.ts';
import { sampleInspection, sampleOutcome } from '../../../src/station/testing/sample-inspection.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import { centreUrl, hex, stationName, stationToken } from './model-centre.ts';
import type { Dice, World } from './world.ts';

/** A migrated, empty database, copied for each run. */
export function emptyDatabase(): Buffer {
  const sqlite = new BetterSqlite3(':memory:');
  must(migrate(sqlite, migrations));
  const bytes = sqlite.serialize();
  sqlite.close();
  return bytes;
}

const logSigner = testSigner(`fiducial.audit/local/${stationName}`, 10);
const logKey = { vkey: formatVerifierKey(logSigner.key), signer: logSigner, sealing: 'none' } as const;

interface Disk {
  /** Probability that a change finds no room. */
  full: number;
  /** Probability that a commit that took place is reported as failed. */
  unknown: number;
  /** Probability that an original cannot be read this time. */
  unreadable: number;
}

export interface StationModel {
  readonly db: Database;
  readonly sqlite: BetterSqlite3.Database;
  readonly inspections: readonly InspectionId[];
  readonly disk: Disk;
  /** By SHA-256: what the disk holds of an original now. */
  readonly originals: Map<string, Uint8Array>;
  inspect(): InspectionId;
  decide(): void;
  /** Signs its log as it is now. */
  sign(): void;
  /** A person has everything sent again. */
  resend(): void;
  /** A person believes another key of the witness. */
  accept(vkey: string, reason: string): ReturnType<typeof acceptWitness>;
  /** Starts the program's sending. */
  start(parts: {
    readonly transport: Transport;
    readonly timing: Timing;
    readonly cap: number | null;
    readonly url?: string | undefined;
  }): Synchroniser;
}

export interface StationOptions {
  readonly world: World;
  readonly dice: Dice;
  readonly template: Buffer;
  /** The station's wall clock, ms since 1970: may be set to anything. */
  readonly wallMs: () => number;
  /** Names the boot of the computer that a process starts in. */
  readonly bootId: () => string;
}

export function stationModel({ world, dice, template, wallMs, bootId }: StationOptions): StationModel {
  const sqlite = new BetterSqlite3(template);
  sqlite.pragma('foreign_keys = ON');
  const db = wrapDatabase(sqlite);
  const clock: Clock = {
    now: () => new Date(wallMs()).toISOString(),
    monotonicMs: () => Math.floor(world.nowMs()),
    get bootId() {
      return bootId();
    },
  };
  const context: StationContext = {
    db,
    clock,
    station: stationName,
    actor: { id: 'a', name: 'Ada', role: 'operator' },
    signer: noSigner,
    ...openToAll,
  };
  const disk: Disk = { full: 0, unknown: 0, unreadable: 0 };
  const originals = new Map<string, Uint8Array>();
  const inspections: InspectionId[] = [];
  const session = reviewSession();

  return {
    db,
    sqlite,
    inspections,
    disk,
    originals,
    inspect() {
      const bytes = new Uint8Array(dice.between(100, 6000)).map(() => dice.between(0, 255));
      const sha256 = hex(bytes);
      originals.set(sha256, bytes);
      const id = newId<InspectionId>();
      const image = {
        sha256,
        bytes: bytes.length,
        format: 'png',
        storedPath: sha256,
        width: 10,
        height: 10,
        sourcePath: 'a.png',
      };
      const serial = `SN-${inspections.length}`;
      const startedAt = clock.now();
      must(
        recordInspection(
          context,
          sampleInspection({ id, image, golden: null, serial, startedAt, outcome: sampleOutcome(dice.between(0, 2)) }),
        ),
      );
      inspections.push(id);
      return id;
    },
    decide() {
      const inspectionId = inspections[dice.between(0, inspections.length - 1)];
      if (inspectionId === undefined) return;
      const defects = db.all(db.query.selectFrom('defects').select('id').where('inspection_id', '=', inspectionId));
      const defect = defects[0];
      if (defect === undefined) return;
      const verification = dice.chance(0.5) ? 'confirmed' : 'rejected';
      must(
        verifyDefects(context, session, { inspectionId, defectIds: [defect.id], verification, reason: '', note: '' }),
      );
    },
    sign() {
      must(
        db.write<void, never>(() => {
          const size = logSize(db);
          if (size === 0) return ok(undefined);
          if (newestEpoch(db) === null) db.insert('audit_epochs', { number: 1, vkey: logKey.vkey, started_seq: 0 });
          insertCheckpoint(db, { size, epoch: 1, key: logKey, time: clock.now() });
          return ok(undefined);
        }),
      );
    },
    resend: () => void must(resend(context, null)),
    accept: (vkey, reason) => acceptWitness(context, vkey, reason),
    start({ transport, timing, cap, url = centreUrl }) {
      const failing = failingDatabase(db, disk, dice);
      const sync = createSynchroniser({
        context: { ...context, db: failing },
        target: () => ({
          ok: true,
          value: { url, token: stationToken, bytesPerSecond: cap },
        }),
        openOriginal: async function* (storedPath, range) {
          if (dice.chance(disk.unreadable)) throw new Error('EIO');
          const whole = originals.get(storedPath) ?? new Uint8Array();
          const bytes = range === undefined ? whole : whole.subarray(range.from, range.from + range.bytes);
          for (let at = 0; at < bytes.length; at += 2048) yield bytes.subarray(at, at + 2048);
        },
        receiveRecipe: null,
        transport,
        timing,
        onChange: () => undefined,
        onProblem: () => undefined,
      });
      sync.start();
      return sync;
    },
  };
}

/** The same database on a disk without room, now and then. */
function failingDatabase(db: Database, disk: Disk, dice: Dice): Database {
  const write: Database['write'] = <T, E>(work: () => Result<T, E>) => {
    if (dice.chance(disk.full)) return fail(dbError('DB_FULL'));
    const done = db.write(work);
    return done.ok && dice.chance(disk.unknown) ? fail(dbError('DB_COMMIT_UNKNOWN')) : done;
  };
  return { ...db, write, patiently: async (change) => change() };
}
