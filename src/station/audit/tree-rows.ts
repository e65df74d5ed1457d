import { peaks, rootOfPeaks } from '@fiducial/protocol/audit';
import type { Database } from '../db/database.ts';
import { damagedContent } from '../db/errors.ts';
import { statement } from '../db/statement.ts';
import { sha256 } from '../digest.ts';

const leafQuery = 'SELECT leaf_hash AS hash FROM audit_entries WHERE seq = ?';
const nodeQuery = 'SELECT hash FROM audit_nodes WHERE level = ? AND node_index = ?';

/** A complete node's hash; level 0 is the leaf beside its entry. Inside a read or write: one that is missing is DB_CORRUPT. */
export function nodeAt(db: Database, level: number, index: number): Uint8Array {
  const query = level === 0 ? statement(leafQuery, [index]) : statement(nodeQuery, [level, index]);
  const row = db.get(query) as { readonly hash: Uint8Array | null } | undefined;
  // Null, or cut, where a page is damaged, whatever the column says.
  if (row?.hash?.length !== 32) throw damagedContent(`The audit tree has no node ${index} on level ${level}`);
  return row.hash;
}

/** Entries that the log has. */
export function logSize(db: Database): number {
  const last = db.get(statement<{ readonly seq: number }>('SELECT max(seq) AS seq FROM audit_entries', []));
  return last === undefined || last.seq === null ? 0 : last.seq + 1;
}

/** Root over the first `size` entries, which the log must have. Reads one node for each 1 in the size. */
export function rootAt(db: Database, size: number): Uint8Array {
  const hashes = peaks(size).map(({ level, index }) => nodeAt(db, level, index));
  return rootOfPeaks(sha256, hashes);
}
