/** The chain as an auditor asks for it: what is signed, by which keys, and where it broke. */
import { toHex } from '@fiducial/protocol/audit';
import type { AppError, Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { statement } from '../db/statement.ts';
import { newestCheckpoint } from './checkpoint-rows.ts';
import type { LogSigner, SigningState } from './log-signer.ts';
import { isRolledBack } from './notice-rollback.ts';
import { logSize, rootAt } from './tree-rows.ts';

/**
 * How well the log is secured now. `rolled_back`: it was set back, and no new key epoch has answered for that yet;
 * `damaged`: it cannot be read, or a verification found that it was changed.
 */
type LogState = SigningState | 'rolled_back' | 'damaged';

/** What a status bar needs, read in a few rows. */
export interface LogSummary {
  readonly size: number;
  readonly state: LogState;
  /** Entries that the newest checkpoint covers. */
  readonly signedSize: number;
  /** Entries that no witness has countersigned. */
  readonly notWitnessed: number;
}

export interface KeyEpoch {
  readonly number: number;
  readonly vkey: string;
  readonly startedSeq: number;
  readonly startedAt: string;
  /** `lost`: the key before could not sign for this one. */
  readonly handOver: 'first' | 'signed' | 'lost';
}

interface Rollback {
  readonly seq: number;
  readonly time: string;
  /** Entries `lostFrom` to before `lostTo` were there once. */
  readonly lostFrom: number;
  readonly lostTo: number;
}

export interface ChainState extends Omit<LogSummary, 'signedSize'> {
  readonly root: string;
  readonly checkpoint: {
    readonly size: number;
    readonly root: string;
    readonly epoch: number;
    readonly time: string;
  } | null;
  readonly notSigned: number;
  /** Oldest first. */
  readonly epochs: readonly KeyEpoch[];
  readonly rollbacks: readonly Rollback[];
  /** Why this program cannot sign. */
  readonly problem: AppError | null;
}

/** Errors: DB_*. */
export function logSummary(db: Database, signer: LogSigner): Result<LogSummary, DbError> {
  return db.read(() => {
    const size = logSize(db);
    return {
      size,
      state: stateOf(db, signer),
      signedSize: newestCheckpoint(db)?.size ?? 0,
      notWitnessed: size - witnessedSize(db),
    };
  });
}

function stateOf(db: Database, signer: LogSigner): LogState {
  const { kind, problem } = signer.state();
  if (problem?.code === 'DB_CORRUPT') return 'damaged';
  return isRolledBack(db) ? 'rolled_back' : kind;
}

/** Errors: DB_*. */
export function chainState(db: Database, signer: LogSigner): Result<ChainState, DbError> {
  const { problem } = signer.state();
  const summary = logSummary(db, signer);
  if (!summary.ok) return summary;
  return db.snapshot(() => {
    const { state, notWitnessed } = summary.value;
    const size = logSize(db);
    const newest = newestCheckpoint(db);
    const checkpoint = newest && {
      size: newest.size,
      root: toHex(newest.root),
      epoch: newest.epoch,
      time: newest.time,
    };
    return {
      size,
      root: toHex(rootAt(db, size)),
      state,
      checkpoint,
      notSigned: size - (checkpoint?.size ?? 0),
      notWitnessed,
      epochs: epochsOf(db),
      rollbacks: db.all(statement<Rollback>(rollbacksQuery, [])),
      problem,
    };
  });
}

function witnessedSize(db: Database): number {
  const row = db.get(
    statement<{ readonly size: number | null }>('SELECT max(size) AS size FROM audit_cosignatures', []),
  );
  return row?.size ?? 0;
}

export function epochsOf(db: Database): readonly KeyEpoch[] {
  const rows = db.all(
    db.query
      .selectFrom('audit_epochs as epoch')
      .innerJoin('audit_entries as entry', 'entry.seq', 'epoch.started_seq')
      .select([
        'epoch.number',
        'epoch.vkey',
        'epoch.started_seq as startedSeq',
        'entry.time as startedAt',
        'entry.action',
      ])
      .orderBy('epoch.number'),
  );
  return rows.map(({ action, ...epoch }) => ({
    ...epoch,
    handOver: action === 'key.lost' ? 'lost' : epoch.number === 1 ? 'first' : 'signed',
  }));
}

const rollbacksQuery = `SELECT seq, time, entry ->> '$.after.size' AS lostFrom, entry ->> '$.before.size' AS lostTo
  FROM audit_entries WHERE action = 'log.rolled_back' ORDER BY seq`;
