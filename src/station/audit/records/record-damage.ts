/** What is wrong with a record of the tables, measured by the log, which cannot be changed unnoticed. */
export interface RecordDamage {
  /** The entry that tells of the record. */
  readonly index: number;
  /** `record_changed`: the tables say something else than the entry; `record_missing`: the entry tells of none that is there. */
  readonly damage: 'record_changed' | 'record_missing';
  readonly message: string;
}

export const changed = (index: number, message: string): RecordDamage => ({ index, damage: 'record_changed', message });
