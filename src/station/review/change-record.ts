import type { ChangeCause } from '../../core/audit/entries.ts';
import type { Signature } from '../../core/identity/signature.ts';
import type { Database } from '../db/database.ts';

/** What a change is recorded with: the row's id, made before the first try, and what caused it. */
export interface ChangeRecord {
  readonly rowId: string;
  readonly cause: ChangeCause;
  /** Of a sign-off that a person signs; null for everything else. */
  readonly signature: Signature | null;
}

type RecordTable = 'verifications' | 'sign_offs' | 'annotation_revisions';

/** Name of who said what a record says; null for none. For the entry of an undo that makes it hold again. */
export function personWhoSaid(db: Database, table: RecordTable, recordId: string | null): string | null {
  if (recordId === null) return null;
  const row = db.get(db.query.selectFrom(table).select('actor_name').where('id', '=', recordId));
  if (row === undefined) throw new Error(`The record ${recordId} of ${table} is to hold again and is not there`);
  return row.actor_name;
}
