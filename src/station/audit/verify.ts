import { type Anchor, type LogReport, type StoredEntry, type StoredLog, verifyLog } from '@fiducial/protocol/audit';
import { sql } from 'kysely';
import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { sha256 } from '../digest.ts';

/**
 * Recomputes the station's whole log from its stored bytes and compares it with its tree and with `anchors` (heads known
 * from reports, checkpoints, a witness). One read transaction: what other processes append meanwhile is not seen.
 * Errors: DB_* (a damaged page is DB_CORRUPT); damage to the log itself is the report.
 */
export function verifyStationLog(db: Database, anchors: readonly Anchor[] = []): Result<LogReport, DbError> {
  return db.snapshot(() => verifyLog(sha256, storedLog(db), anchors));
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
