/** The living signer of a station's log: keys, checkpoints, high-water mark. */
import { join } from 'node:path';
import type { IdentityError } from '../../core/identity/errors.ts';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import type { DbError } from '../db/errors.ts';
import type { KeyError } from '../keys/errors.ts';
import { highWaterMark, type Mark } from '../keys/high-water-mark.ts';
import { openKeyStore, type SigningKey } from '../keys/key-store.ts';
import type { Sealer } from '../keys/sealer.ts';
import { type EpochRow, insertCheckpoint, newestCheckpoint, newestEpoch } from './checkpoint-rows.ts';
import type { LogSigner, SigningState } from './log-signer.ts';
import { isRolledBack, noticeRollback } from './notice-rollback.ts';
import { type EpochFailure, type EpochOrder, startEpoch } from './start-epoch.ts';
import { logSize } from './tree-rows.ts';

/** A signer with the keys in its hands. */
export interface StationSigner extends LogSigner {
  /**
   * Begins a new key on somebody's demand. `lost`: although the one before cannot sign for it, which the log then says.
   * Errors: DB_*, AUDIT_*, KEY_*.
   */
  rotate(context: StationContext, lost: boolean): Result<EpochRow, EpochFailure | IdentityError>;
  /** Signs nothing more. */
  close(): void;
}

export interface SignerOptions {
  /** Where and by whom; it may have getters, which are read when something is written. */
  readonly context: Omit<StationContext, 'signer'>;
  readonly dataDir: string;
  readonly sealer: Sealer;
  /** The state or what is signed has changed. */
  readonly onChange?: () => void;
}

const checkpointEvery = 256;
/** Actions whose entry is signed in the same transaction. */
const signedAtOnce: ReadonlySet<string> = new Set(['board.signed_off']);
const idleMs = 1000;
const againMs = 5000;
const epochMs = 30 * 24 * 3600 * 1000;

/**
 * Opens the signer of a data directory: begins the first epoch of a log that has none, notices a log that was set back,
 * begins a new key where the old one is 30 days old or could now be sealed, and signs what nobody signed yet. What goes
 * wrong is in `state()`; entries are kept all the same.
 */
export function openLogSigner({ context: given, dataDir, sealer, onChange }: SignerOptions): StationSigner {
  const { db, clock } = given;
  const folder = join(dataDir, 'keys');
  const keys = openKeyStore(folder, sealer);
  const marks = highWaterMark(folder);
  const loaded = new Map<string, Result<SigningKey, KeyError>>();
  let trouble: AppError | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isClosed = false;
  let isReady = false;

  const keyOf = (vkey: string): Result<SigningKey, KeyError> => {
    const known = loaded.get(vkey);
    if (known !== undefined) return known;
    const key = keys.load(vkey);
    loaded.set(vkey, key);
    return key;
  };
  const noticed = (outcome: Result<unknown, AppError>): void => {
    if (!outcome.ok) trouble = outcome.error;
    // The database works again.
    else if (trouble?.code.startsWith('DB_')) trouble = null;
  };

  const raise = (mark: Pick<Mark, 'size' | 'note' | 'vkey'>, replacing?: 'larger'): void => {
    const raised = marks.raise(mark, replacing);
    if (!raised.ok) trouble = raised.error;
    else if (trouble?.code === 'KEY_MARK_NOT_STORED') trouble = null;
    // Who opens it learns how it stands by asking.
    if (isReady) onChange?.();
  };

  /** Inside a transaction. */
  const sign = (size: number): void => {
    const epoch = newestEpoch(db);
    const key = epoch === null ? null : keyOf(epoch.vkey);
    if (epoch === null || !key?.ok) return;
    const { vkey } = epoch;
    const stored = insertCheckpoint(db, { size, epoch: epoch.number, key: key.value, time: clock.now() });
    if (stored.isNew) db.afterCommit(() => raise({ size, note: stored.note, vkey }));
  };

  const checkpoint = (): Result<void, DbError> => {
    const due = db.read(() => {
      const size = logSize(db);
      const epoch = newestEpoch(db);
      return size > (newestCheckpoint(db)?.size ?? 0) && epoch !== null && keyOf(epoch.vkey).ok;
    });
    if (!due.ok) return due;
    if (!due.value) return ok(undefined);
    return db.write(() => {
      sign(logSize(db));
      return ok(undefined);
    });
  };

  const later = (ms: number): void => {
    if (timer !== null) clearTimeout(timer);
    if (isClosed) return;
    timer = setTimeout(() => {
      void db
        .patiently((): Result<void, DbError> => (isClosed ? ok(undefined) : checkpoint()))
        .then((done) => {
          noticed(done);
          if (!done.ok) later(againMs);
        });
    }, ms);
    timer.unref();
  };

  const rotate = (context: StationContext, order: EpochOrder): Result<EpochRow, EpochFailure> =>
    startEpoch(context, keys, keyOf, order, ({ previous, key, checkpoint: covering }) => {
      loaded.set(key.vkey, ok(key));
      raise(covering);
      if (previous === null) return;
      loaded.delete(previous.vkey);
      keys.destroy(previous.vkey);
    });

  const signer: StationSigner = {
    appended(seq, action) {
      const size = seq + 1;
      if (size % checkpointEvery === 0 || signedAtOnce.has(action)) db.alongside(() => sign(size));
      db.afterCommit(() => later(idleMs));
    },
    checkpoint,
    state() {
      const epoch = db.read(() => newestEpoch(db));
      const key = epoch.ok && epoch.value !== null ? keyOf(epoch.value.vkey) : null;
      if (key === null) return { kind: 'unsigned', problem: trouble };
      if (!key.ok) return { kind: 'unsigned', problem: key.error };
      return { kind: stateOf[key.value.sealing], problem: trouble };
    },
    rotate(context, lost) {
      const allowed = context.may('key.change');
      if (!allowed.ok) return allowed;
      const epoch = db.read(() => newestEpoch(db));
      if (!epoch.ok) return epoch;
      const order: EpochOrder = { reason: 'request', ending: epoch.value?.number ?? 0, lost };
      return rotate(context, order);
    },
    close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
    },
  };

  /** As it is at this moment. */
  const context = (): StationContext => ({ ...given, signer });

  const begin = (): void => {
    const epoch = db.read(() => newestEpoch(db));
    noticed(epoch);
    if (epoch.ok && epoch.value === null)
      noticed(unlessOvertaken(rotate(context(), { reason: 'first', ending: 0, lost: false })));
    const rolledBack = noticeRollback(context(), marks);
    noticed(rolledBack);
    if (rolledBack.ok) renew();
    noticed(checkpoint());
    markNewest(rolledBack.ok && rolledBack.value ? 'larger' : undefined);
  };

  /**
   * The mark may be behind, after a crash, or be put aside. Of a log that was set back, which says so now, it is replaced:
   * from here on this log's own states count.
   */
  const markNewest = (replacing: 'larger' | undefined): void => {
    const newest = db.read(() => {
      const stored = newestCheckpoint(db);
      const epoch =
        stored && db.get(db.query.selectFrom('audit_epochs').select('vkey').where('number', '=', stored.epoch));
      return stored && epoch ? { size: stored.size, note: stored.note, vkey: epoch.vkey } : null;
    });
    if (newest.ok && newest.value !== null) raise(newest.value, replacing);
  };

  const renew = (): void => {
    const read = db.read(() => ({ epoch: newestEpoch(db), rolledBack: isRolledBack(db) }));
    noticed(read);
    if (!read.ok || read.value.epoch === null) return;
    const { epoch, rolledBack } = read.value;
    const key = keyOf(epoch.vkey);
    // A log that was set back is left with the keys it has, until a person says how to go on.
    if (!key.ok || rolledBack) return;
    const reason = isOld(epoch) ? 'age' : key.value.sealing === 'none' && keys.sealing === 'os' ? 'sealing' : null;
    if (reason === null) sweep(epoch.vkey);
    else noticed(unlessOvertaken(rotate(context(), { reason, ending: epoch.number, lost: false })));
  };

  /** Under the write lock, where nobody else can be beginning an epoch. */
  const sweep = (vkey: string): void => {
    if (!keys.hasLeftovers(vkey)) return;
    noticed(
      db.write(() => {
        if (newestEpoch(db)?.vkey === vkey) keys.destroyLeftovers(vkey);
        return ok(undefined);
      }),
    );
  };

  const isOld = ({ startedSeq }: EpochRow): boolean => {
    const row = db.get(db.query.selectFrom('audit_entries').select('time').where('seq', '=', startedSeq));
    return row !== undefined && Date.parse(clock.now()) - Date.parse(row.time) > epochMs;
  };

  begin();
  isReady = true;
  return signer;
}

const stateOf: Readonly<Record<Sealer['kind'], SigningState>> = { os: 'sealed', none: 'unsealed' };

/** Another program that begins the same epoch at the same moment is no trouble. */
const unlessOvertaken = <T>(outcome: Result<T, EpochFailure>): Result<T | null, EpochFailure> =>
  !outcome.ok && outcome.error.code === 'AUDIT_EPOCH_ENDED' ? ok(null) : outcome;
