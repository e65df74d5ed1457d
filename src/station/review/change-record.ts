import type { ChangeCause } from '../../core/audit/entries.ts';

/** What a change is recorded with: the row's id, made before the first try, and what caused it. */
export interface ChangeRecord {
  readonly rowId: string;
  readonly cause: ChangeCause;
}
