import { peaks, rootOfPeaks, toHex } from '@fiducial/protocol/audit';
import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { sha256 } from '../digest.ts';
import { nodeAt } from './append.ts';

/** A state of the log: how many entries, and the hex root hash that stands for all of them. */
export interface LogHead {
  readonly size: number;
  readonly root: string;
}

/** The log as it is now. Reads log2(size) nodes. */
export function logHead(db: Database): Result<LogHead, DbError> {
  return db.read(() => {
    const last = db.get(db.query.selectFrom('audit_entries').select('seq').orderBy('seq', 'desc').limit(1));
    const size = last === undefined ? 0 : last.seq + 1;
    const hashes = peaks(size).map(({ level, index }) => nodeAt(db, level, index));
    return { size, root: toHex(rootOfPeaks(sha256, hashes)) };
  });
}
