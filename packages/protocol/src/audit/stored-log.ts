/** A log as it lies in a database or an export, to be believed only after verification. */
export interface StoredLog extends StoredNodes {
  /** Entries in the order of their rows. */
  readonly entries: Iterable<StoredEntry>;
}

export interface StoredNodes {
  /** Stored hash of a complete node, level 1 and up; undefined where there is none. Asked mostly in ascending order. */
  node(level: number, index: number): Uint8Array | undefined;
  /** How many nodes of level 1 and up are stored. */
  readonly nodeCount: number;
}

export interface StoredEntry {
  /** The row's number, which is to be the `seq` inside and the place from 0. */
  readonly seq: number;
  readonly bytes: Uint8Array;
  /** Leaf hash as stored beside the entry; null where none is. */
  readonly leaf: Uint8Array | null;
}

/** A state of the log known from elsewhere (a checkpoint, a report, a witness). */
export interface Anchor {
  readonly size: number;
  readonly root: Uint8Array;
}

/** What was done to a log, as far as its remains tell. Rules: docs/spec/audit-log.md. */
export const auditDamages = [
  'edited', // an entry's content was changed
  're_encoded', // the same content in other bytes
  'deleted', // an entry is missing between others
  'inserted', // an entry is there that was not appended
  'swapped', // entries stand in each other's place
  'cut_tail', // the newest entries are missing
  'node_damaged', // the entries are whole, a stored hash is not
  'rewritten', // consistent in itself, but not the log that a signed state or an anchor speaks of
  'checkpoint_forged', // a checkpoint that the log's key did not sign
  'checkpoint_replayed', // an older checkpoint stands where a newer one belongs
  'cosignature_forged', // a line under a witness's name that it did not sign
  'epoch_spliced', // a key that the key before did not hand over to
  'key_swapped', // another key is kept, or known from elsewhere, than the log names
  'rolled_back', // the whole log is an earlier state of itself
  'forked', // the log's key signed two histories
  'tile_damaged', // the entries are whole, a file of the export is not
] as const;
export type AuditDamage = (typeof auditDamages)[number];

export interface DamagedLog {
  readonly ok: false;
  /** First entry that is not proven; everything before it is. */
  readonly index: number;
  readonly damage: AuditDamage;
  readonly message: string;
}

export type LogReport = { readonly ok: true; readonly size: number; readonly root: Uint8Array } | DamagedLog;
