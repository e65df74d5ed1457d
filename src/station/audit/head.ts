import { toHex } from '@fiducial/protocol/audit';
import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { logSize, rootAt } from './tree-rows.ts';

/** A state of the log: how many entries, and the hex root hash that stands for all of them. */
export interface LogHead {
  readonly size: number;
  readonly root: string;
}

/** The log as it is now. Reads log2(size) nodes. */
export function logHead(db: Database): Result<LogHead, DbError> {
  return db.read(() => {
    const size = logSize(db);
    return { size, root: toHex(rootAt(db, size)) };
  });
}
