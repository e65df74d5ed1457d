/** A log as it lies in a database or an export, to be believed only after verification. */
export interface StoredLog {
  /** Entries in the order of their rows. */
  readonly entries: Iterable<StoredEntry>;
  /** Stored hash of a complete node, level 1 and up; undefined where there is none. Asked mostly in ascending order. */
  node(level: number, index: number): Uint8Array | undefined;
  /** How many nodes of level 1 and up are stored. */
  readonly nodeCount: number;
}

export interface StoredEntry {
  /** The row's number, which is to be the `seq` inside and the place from 0. */
  readonly seq: number;
  readonly bytes: Uint8Array;
  /** Leaf hash as stored beside the entry. */
  readonly leaf: Uint8Array;
}

/** A state of the log known from elsewhere (a checkpoint, a report, a witness). */
export interface Anchor {
  readonly size: number;
  readonly root: Uint8Array;
}

/** What was done to a log, as far as its remains tell. */
export const auditDamages = [
  'edited', // an entry's content was changed
  're_encoded', // the same content in other bytes
  'deleted', // an entry is missing between others
  'inserted', // an entry is there that was not appended
  'swapped', // entries stand in each other's place
  'cut_tail', // the newest entries are missing
  'node_damaged', // the entries are whole, a stored hash is not
  'rewritten', // consistent in itself, but not the log that an anchor speaks of
] as const;
export type AuditDamage = (typeof auditDamages)[number];

export type LogReport =
  | { readonly ok: true; readonly size: number; readonly root: Uint8Array }
  | {
      readonly ok: false;
      /** First entry that is not proven; everything before it is. */
      readonly index: number;
      readonly damage: AuditDamage;
      readonly message: string;
    };
