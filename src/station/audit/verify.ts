import { dirname, join } from 'node:path';
import {
  type Anchor,
  type SignedLogReport,
  type StoredEntry,
  type StoredNodes,
  toHex,
  verifySignedLog,
} from '@fiducial/protocol/audit';
import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import { type DbError, damagedContent } from '../db/errors.ts';
import { statement } from '../db/statement.ts';
import { sha256 } from '../digest.ts';
import { ed25519Verifier } from '../keys/ed25519.ts';
import { highWaterMark, type Mark } from '../keys/high-water-mark.ts';
import { checkpointsUpTo } from './checkpoint-rows.ts';
import { isTold } from './notice-rollback.ts';
import { contentDamage } from './records/content-damage.ts';
import { peopleDamage } from './records/people-damage.ts';
import type { RecordDamage } from './records/record-damage.ts';
import { rowDamage } from './records/rows-and-entries.ts';
import { standingDamage } from './records/standing-damage.ts';
import { logSize } from './tree-rows.ts';

/** How far a verification is, in entries. A damaged log may have more or fewer than its last number says. */
export interface LogProgress {
  readonly checked: number;
  readonly size: number;
}

/** What was found: of the log itself, or, where it is whole, of the tables that it speaks of. */
export type StationLogReport = SignedLogReport | ({ readonly ok: false } & RecordDamage);

/**
 * Recomputes the station's whole log from its stored bytes: tree, checkpoints, keys, the newest state that is kept beside
 * the key, and `anchors` (heads known from reports, a witness). Then compares what the tables say with the entries. One
 * read transaction: what other processes append meanwhile is not seen.
 * It keeps its thread for all of that: a host that has other things to do calls `verifyInThread`.
 * Errors: DB_* (a damaged page is DB_CORRUPT); damage to the log itself is the report.
 */
export function verifyStationLog(
  db: Database,
  anchors: readonly Anchor[] = [],
  onProgress?: (progress: LogProgress) => void,
): Result<StationLogReport, DbError> {
  return withMark(db, (mark) => {
    const report = verifyEntries(db, anchors, mark, onProgress);
    if (!report.ok) return report;
    const damage = rowDamage(db) ?? peopleDamage(db) ?? contentDamage(db) ?? standingDamage(db);
    return damage === null ? report : { ok: false, ...damage };
  });
}

/** As `verifyStationLog`, of the log alone: nothing is said about the tables. */
export function verifyLogAlone(db: Database, anchors: readonly Anchor[] = []): Result<SignedLogReport, DbError> {
  return withMark(db, (mark) => verifyEntries(db, anchors, mark));
}

function withMark<T>(db: Database, work: (mark: Mark | null) => T): Result<T, DbError> {
  // Before the database: what others append from here on makes the log longer than the mark, not shorter.
  const mark = highWaterMark(join(dirname(db.file), 'keys')).read();
  return db.snapshot(() => work(mark.ok ? mark.value : null));
}

function verifyEntries(
  db: Database,
  anchors: readonly Anchor[],
  mark: Mark | null,
  onProgress?: (progress: LogProgress) => void,
): SignedLogReport {
  const checkpoints = checkpointsUpTo(db, Number.MAX_SAFE_INTEGER);
  const log = {
    checkpoints,
    entries: onProgress === undefined ? entries(db) : told(entries(db), logSize(db), onProgress),
    nodes: nodesOf(db),
    vkeys: db.all(db.query.selectFrom('audit_epochs').select('vkey').orderBy('number')).map(({ vkey }) => vkey),
  };
  const known = { anchors, mark: markThatHolds(db, mark), vkeys: null, witnesses: [] };
  try {
    return verifySignedLog({ sha256, verify: ed25519Verifier() }, log, known);
  } finally {
    // Damage ends the verification before the last one, and an open query would keep the connection busy.
    checkpoints.return?.();
  }
}

/** The mark of a state that the log says it has lost speaks against it no more. */
const markThatHolds = (db: Database, mark: Mark | null): Mark | null =>
  mark !== null && isTold(db, toHex(mark.root)) ? null : mark;

const pageSize = 1000;
const tellEvery = 1000;

function* told(entries: Iterable<StoredEntry>, size: number, onProgress: (progress: LogProgress) => void) {
  let checked = 0;
  for (const entry of entries) {
    if (checked % tellEvery === 0) onProgress({ checked, size });
    yield entry;
    checked += 1;
  }
}

function nodesOf(db: Database): StoredNodes {
  const count = db.get(db.query.selectFrom('audit_nodes').select((eb) => eb.fn.countAll<number>().as('n')));
  return { node: nodeReader(db), nodeCount: count?.n ?? 0 };
}

/** Bytes as they lie in the file: as text, SQLite's driver would repair what is no UTF-8. */
const entriesQuery = `SELECT seq, CAST(entry AS BLOB) AS bytes, leaf_hash AS leaf FROM audit_entries
  WHERE seq > ? ORDER BY seq LIMIT ${pageSize}`;

/** Many rows in one call of the driver, which is what most of the time went into. */
function* entries(db: Database): Generator<StoredEntry> {
  for (let last = Number.MIN_SAFE_INTEGER; ; ) {
    const page = db.all(statement<StoredEntry>(entriesQuery, [last]));
    for (const entry of page) {
      // Lost with a damaged page, whatever the columns say.
      if (entry.bytes === null || entry.leaf === null) throw damagedContent(`Entry ${entry.seq} is lost`);
      yield entry;
    }
    const newest = page.at(-1);
    if (newest === undefined) return;
    last = newest.seq;
  }
}

/** Reads each level's nodes in order, because that is how the verifier asks, and looks up what is asked out of order. */
function nodeReader(db: Database): StoredNodes['node'] {
  const levels = new Map<number, NodeRun>();
  return (level, index) => {
    let run = levels.get(level);
    if (run === undefined) {
      run = nodeRun(db, level);
      levels.set(level, run);
    }
    return run(index);
  };
}

type NodeRun = (index: number) => Uint8Array | undefined;

const nodesQuery = `SELECT node_index AS at, hash FROM audit_nodes
  WHERE level = ? AND node_index >= ? AND node_index < ?`;

function nodeRun(db: Database, level: number): NodeRun {
  let first = 0;
  let page: (Uint8Array | undefined)[] = [];
  return (index) => {
    if (page.length === 0 || index < first || index >= first + pageSize) {
      first = index;
      page = new Array(pageSize);
      const query = statement<{ readonly at: number; readonly hash: Uint8Array }>(nodesQuery, [
        level,
        first,
        first + pageSize,
      ]);
      for (const { at, hash } of db.all(query)) page[at - first] = hash;
    }
    return page[index - first];
  };
}
