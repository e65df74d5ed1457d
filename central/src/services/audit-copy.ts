import type { AuditEntries, AuditReceipt } from '@fiducial/protocol/api';
import { completedBy, decodeEntry, leafHash, peaks, rootOfPeaks, sameBytes } from '@fiducial/protocol/audit';
import { sha256 } from '../adapters/node-crypto.ts';
import type { Db } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import { refuse } from '../problems.ts';
import {
  appendRows,
  entryTexts,
  holdLog,
  type NewAuditEntry,
  type NewAuditNode,
  nodesAt,
  placeName,
} from '../repositories/audit.ts';
import { ok, type Result } from '../result.ts';

const encoder = new TextEncoder();

/**
 * Copies entries of a station's log. Those that are here already must be the same; the rest must follow without a gap,
 * be canonical, and give the root that was witnessed, where they reach it. Runs in a transaction.
 */
export async function copyEntries(
  db: Db,
  principal: Principal,
  { station, first_seq, entries }: AuditEntries,
): Promise<Result<AuditReceipt>> {
  if (principal.station !== null && principal.station !== station) return refuse('ACCESS_OTHER_STATION');
  const log = await holdLog(db, station);
  if (first_seq > log.size) return refuse('AUDIT_GAP', { size: log.size });
  const known = await entryTexts(db, station, first_seq, first_seq + entries.length);
  const differs = known.findIndex((text, index) => text !== entries[index]);
  if (differs >= 0) return refuse('AUDIT_CONFLICT', { seq: first_seq + differs });
  const fresh = entries.slice(known.length);
  if (fresh.length === 0) return ok({ station, size: log.size });

  const hashes = await nodesAt(db, station, peaks(log.size));
  const rows: NewAuditEntry[] = [];
  const nodes: NewAuditNode[] = [];
  for (const [offset, text] of fresh.entries()) {
    const seq = log.size + offset;
    const bytes = encoder.encode(text);
    const decoded = decodeEntry(bytes);
    // A station may be renamed: its log keeps the name that it began with, later entries say the name of their time.
    if (!decoded.ok || !decoded.exact || decoded.entry.seq !== seq) return refuse('AUDIT_ENTRY_INVALID', { seq });
    rows.push({ seq, entry: text, action: decoded.entry.action });
    // The nodes that it asks for are peaks of the log so far: read above, or made by an entry before.
    const made = completedBy(sha256, seq, leafHash(sha256, bytes), (level, index) => {
      const hash = hashes.get(placeName({ level, index }));
      if (hash === undefined) throw new Error(`The copy of the log of ${station} lacks node ${level}/${index}`);
      return hash;
    });
    for (const node of made) {
      hashes.set(placeName(node), node.hash);
      nodes.push(node);
    }
  }
  await appendRows(db, station, rows, nodes);
  const size = log.size + fresh.length;
  const reachesWitnessed = log.witnessed_size > log.size && log.witnessed_size <= size;
  if (reachesWitnessed && !(await isRootOf(db, station, log.witnessed_size, log.witnessed_root)))
    return refuse('AUDIT_DIFFERS', { size: log.witnessed_size });
  return ok({ station, size });
}

/** Whether the copy's first `size` entries have this root. The copy must reach that far. */
export async function isRootOf(db: Db, station: string, size: number, root: Uint8Array | null): Promise<boolean> {
  const places = peaks(size);
  const nodes = await nodesAt(db, station, places);
  const hashes = places.map((place) => nodes.get(placeName(place)));
  if (root === null || hashes.some((hash) => hash === undefined)) return false;
  return sameBytes(rootOfPeaks(sha256, hashes as Uint8Array[]), root);
}
