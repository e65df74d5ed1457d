import type { EntryDraft } from '../../core/audit/entries.ts';
import type { Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import type { DbError } from '../db/errors.ts';
import { type Appended, appendEntry } from './append.ts';
import type { AuditError } from './errors.ts';

/**
 * Logs an action that changes no table of its own (a model added to its folder, an export written, station start).
 * Errors: DB_*, AUDIT_ENTRY_TOO_LARGE; after DB_COMMIT_UNKNOWN the entry may be there or not.
 */
export function recordAction(context: StationContext, draft: EntryDraft): Result<Appended, DbError | AuditError> {
  return context.db.write(() => appendEntry(context, draft));
}
