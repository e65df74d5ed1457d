import { type Sha256, sameBytes } from './digest.ts';
import { type AuditEntry, decodeEntry, entryText, maxEntryBytes } from './entry.ts';
import { scanEntry } from './entry-grammar.ts';
import type { AuditDamage, StoredEntry, StoredNodes } from './stored-log.ts';
import { leafHash, nodeHash } from './tree.ts';

export interface Damage {
  readonly index: number;
  readonly damage: AuditDamage;
  readonly message: string;
}

/** A row with what is computed from its bytes, apart from what is stored beside them. */
export interface ReadRow {
  readonly stored: StoredEntry;
  /** The number and the action that the entry names; null where the bytes are no entry. */
  readonly said: Pick<AuditEntry, 'seq' | 'action'> | null;
  readonly canonical: Uint8Array | null;
  readonly exact: boolean;
  readonly leaf: Uint8Array;
}

export function readRow(hashLeaf: (entry: Uint8Array) => Uint8Array, stored: StoredEntry): ReadRow {
  const { bytes } = stored;
  const leaf = hashLeaf(bytes);
  const text = bytes.length > maxEntryBytes ? null : entryText(bytes);
  const said = text === null ? null : scanEntry(text);
  if (said !== null) return { stored, said, canonical: bytes, exact: true, leaf };
  const decoded = decodeEntry(bytes);
  if (!decoded.ok) return { stored, said: null, canonical: null, exact: false, leaf };
  return { stored, said: decoded.entry, canonical: decoded.canonical, exact: decoded.exact, leaf };
}

/** Rows around the one in question; what is beside it tells a deletion from a swap and an edit from a bad hash. */
export interface Surroundings {
  readonly sha256: Sha256;
  /** Null where no hashes are stored. */
  readonly nodes: StoredNodes | null;
  readonly place: number;
  readonly previous: ReadRow | null;
  readonly row: ReadRow;
  readonly next: ReadRow | null;
}

/** What is wrong with a row by itself: its number, its bytes, the leaf hash beside it. Null where nothing is. */
export function rowDamage(around: Surroundings): Damage | null {
  const { row, place, sha256 } = around;
  if (row.stored.seq > place) return found(place, 'deleted', `entry ${place} is missing; ${row.stored.seq} follows`);
  if (row.stored.seq < place) return found(place, 'inserted', `entry ${row.stored.seq} comes again at ${place}`);
  if (row.said === null || row.canonical === null) return found(place, 'edited', 'the bytes are no audit entry');
  if (row.said.seq !== place) return misplaced(around, row.said.seq);
  const beside = row.stored.leaf ?? row.leaf;
  const same = sameBytes(row.leaf, beside);
  if (row.exact) return same ? null : editOrBadLeaf(around);
  const respelled = sameBytes(leafHash(sha256, row.canonical), beside);
  if (respelled || same) return found(place, 're_encoded', 'the content is unchanged, its bytes are not canonical');
  return found(place, 'edited', 'the content was changed');
}

/** The row holds an entry that says it belongs elsewhere. */
function misplaced({ place, previous, next, row }: Surroundings, says: number): Damage {
  const follows = next?.said?.seq;
  if (says > place) {
    const shifted = follows === undefined || follows === says + 1;
    return shifted
      ? found(place, 'deleted', `entry ${place} is missing; later ones were moved up`)
      : found(place, 'swapped', `entry ${says} stands at ${place}`);
  }
  if (says === place - 1 && previous !== null && !sameBytes(previous.stored.bytes, row.stored.bytes)) {
    return found(says, 'inserted', `two entries claim place ${says}`);
  }
  return found(place, 'inserted', `entry ${says} comes again at ${place}`);
}

/** Entry and leaf hash disagree; the parent's hash, where there is one, knows which of the two was there first. */
function editOrBadLeaf({ sha256, nodes, place, previous, row, next }: Surroundings): Damage {
  const sibling = place % 2 === 1 ? previous : next;
  const parent = nodes?.node(1, Math.floor(place / 2));
  if (sibling !== null && parent !== undefined) {
    const [left, right] = place % 2 === 1 ? [sibling.leaf, row.leaf] : [row.leaf, sibling.leaf];
    if (sameBytes(nodeHash(sha256, left, right), parent)) {
      return found(place, 'node_damaged', 'the entry is whole, the leaf hash beside it is not');
    }
  }
  return found(place, 'edited', 'the entry does not match its leaf hash');
}

const found = (index: number, damage: AuditDamage, message: string): Damage => ({ index, damage, message });
