import { type Anchor, type LogReport, type StoredEntry, type StoredLog, verifyLog } from '@fiducial/protocol/audit';
import { sql } from 'kysely';
import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { sha256 } from '../digest.ts';

/** How far a verification is, in entries. A damaged log may have more or fewer than its last number says. */
export interface LogProgress {
  readonly checked: number;
  readonly size: number;
}

/**
 * Recomputes the station's whole log from its stored bytes and compares it with its tree and with `anchors` (heads known
 * from reports, checkpoints, a witness). One read transaction: what other processes append meanwhile is not seen.
 * It keeps its thread for all of that, a second for some 30,000 entries: a host that has other things to do calls
 * `verifyInThread`. Errors: DB_* (a damaged page is DB_CORRUPT); damage to the log itself is the report.
 */
export function verifyStationLog(
  db: Database,
  anchors: readonly Anchor[] = [],
  onProgress?: (progress: LogProgress) => void,
): Result<LogReport, DbError> {
  return db.snapshot(() => {
    const log = storedLog(db);
    const entries = onProgress === undefined ? log.entries : told(log.entries, sizeOf(db), onProgress);
    return verifyLog(sha256, { ...log, entries }, anchors);
  });
}

const tellEvery = 1000;

function* told(entries: Iterable<StoredEntry>, size: number, onProgress: (progress: LogProgress) => void) {
  let checked = 0;
  for (const entry of entries) {
    if (checked % tellEvery === 0) onProgress({ checked, size });
    yield entry;
    checked += 1;
  }
}

function sizeOf(db: Database): number {
  const last = db.get(db.query.selectFrom('audit_entries').select('seq').orderBy('seq', 'desc').limit(1));
  return last === undefined ? 0 : last.seq + 1;
}

function storedLog(db: Database): StoredLog {
  const count = db.get(db.query.selectFrom('audit_nodes').select((eb) => eb.fn.countAll<number>().as('n')));
  return { entries: entries(db), node: nodeReader(db), nodeCount: count?.n ?? 0 };
}

/** Bytes as they lie in the file: as text, SQLite's driver would repair what is no UTF-8. */
function entries(db: Database): Iterable<StoredEntry> {
  return db.iterate(
    db.query
      .selectFrom('audit_entries')
      .select(['seq', sql<Uint8Array>`CAST(entry AS BLOB)`.as('bytes'), 'leaf_hash as leaf'])
      .orderBy('seq'),
  );
}

/** Reads each level's nodes in order, because that is how the verifier asks, and looks up what is asked out of order. */
function nodeReader(db: Database): StoredLog['node'] {
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

const pageSize = 512;

function nodeRun(db: Database, level: number): NodeRun {
  let first = 0;
  let page = new Map<number, Uint8Array>();
  return (index) => {
    if (page.size === 0 || index < first || index >= first + pageSize) {
      first = index;
      const rows = db.all(
        db.query
          .selectFrom('audit_nodes')
          .select(['node_index', 'hash'])
          .where('level', '=', level)
          .where('node_index', '>=', first)
          .where('node_index', '<', first + pageSize),
      );
      page = new Map(rows.map(({ node_index, hash }) => [node_index, hash]));
    }
    return page.get(index);
  };
}
