import { createHash } from 'node:crypto';
import { completedBy, leafHash } from '@fiducial/protocol/audit';
import type BetterSqlite3 from 'better-sqlite3';
import type { Database } from '../../../src/station/db/database.ts';
import { sha256 } from '../../../src/station/digest.ts';
import { usualPlaceOf } from '../../../src/station/inspections/place.ts';
import { type FilterFacts, insertWords, replaceWords, touchFacet } from '../../../src/station/inspections/words.ts';
import { drawnNumbers } from './drawn-numbers.ts';
import { goldenOf, type LotNames, modelVersion, personId, personName, serialName } from './inspected-lot.ts';
import { momentOf } from './line-hours.ts';
import { type Cell, copiedTables, type Hole, type LotTemplate, type Value } from './lot-template.ts';

interface LotCopy extends LotNames {
  /** Working time at which its first board comes. */
  readonly startsAt: number;
}

/** Rows that several lots have together. */
const shared = new Set(['parts', 'images']);

/** Writes copies of lots at the end of a station. Inside a transaction of the caller. */
export interface LotCopier {
  copy(template: LotTemplate, lot: LotCopy): void;
  /** The boards copied since the last time are found by what people said. A review comes some lots after the board. */
  reviewed(): void;
}

/** `db` and `sqlite` are the same connection. Its log must have been read by nobody else meanwhile. */
export function lotCopier(db: Database, sqlite: BetterSqlite3.Database, seed: number): LotCopier {
  const random = drawnNumbers(seed);
  const tables = copiedTables(db);
  const inserts = new Map(
    tables.map(({ table, columns }) => {
      const names = columns.map((column) => `"${column}"`).join(', ');
      const values = columns.map(() => '?').join(', ');
      const or = shared.has(table) ? 'OR IGNORE ' : '';
      return [table, sqlite.prepare(`INSERT ${or}INTO ${table} (${names}) VALUES (${values})`)];
    }),
  );
  const entryColumns = tables.find(({ table }) => table === 'audit_entries')?.columns ?? [];
  const [seqAt, entryAt, leafAt] = ['seq', 'entry', 'leaf_hash'].map((name) => entryColumns.indexOf(name)) as [
    number,
    number,
    number,
  ];
  const insertNode = sqlite.prepare('INSERT INTO audit_nodes (level, node_index, hash) VALUES (?, ?, ?)');
  const recipeId = String(db.scalar('SELECT id FROM recipes'));
  const first = momentOf(0);
  const partIds = new Map<string, string>();
  const reviews: { readonly place: number; readonly facts: FilterFacts }[] = [];
  let seq = Number(db.scalar('SELECT coalesce(max(seq), -1) + 1 FROM audit_entries'));
  /** The newest node of each level: all that appending reads. */
  const newest = new Map<number, { readonly index: number; readonly hash: Uint8Array }>();
  const leaves = 'SELECT leaf_hash FROM audit_entries ORDER BY seq';
  for (const [index, hash] of (sqlite.prepare(leaves).pluck().all() as Uint8Array[]).entries())
    grow(index, hash, false);

  function grow(index: number, leaf: Uint8Array, write: boolean): void {
    const nodes = completedBy(sha256, index, leaf, (level, at) => {
      const node = newest.get(level);
      if (node?.index !== at) throw new Error(`The tree's node ${at} on level ${level} is not its newest`);
      return node.hash;
    });
    for (const node of nodes) {
      newest.set(node.level, { index: node.index, hash: node.hash });
      if (write && node.level > 0) insertNode.run(node.level, node.index, node.hash);
    }
  }

  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits)
      text += Math.floor(random() * 0x1_0000_0000)
        .toString(16)
        .padStart(8, '0');
    return text.slice(0, digits);
  };
  const idAt = (ms: number): string => {
    const time = ms.toString(16).padStart(12, '0');
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex(3)}-8${hex(3)}-${hex(12)}`;
  };

  function copy(template: LotTemplate, lot: LotCopy): void {
    const startMs = momentOf(lot.startsAt);
    const partId = partIds.get(lot.part) ?? idAt(startMs);
    partIds.set(lot.part, partId);
    // In the order of the lot's own: new rows stay at the right end of each table, as they do on a station.
    const ids = Array.from({ length: template.ids }, (_, n) => idAt(startMs + n));
    const hashes = Array.from({ length: template.hashes }, () => hex(64));
    const values: Value[] = new Array(template.holes.length).fill(null);
    const results: number[] = [];
    const filling = (hole: Exclude<Hole, { kind: 'result' }>): Value => {
      switch (hole.kind) {
        case 'id':
          return ids[hole.n]!;
        case 'shared id':
          return hole.of === 'part' ? partId : recipeId;
        case 'hash':
          return hashes[hole.n]!;
        case 'golden':
          return goldenOf(lot.part);
        case 'time':
          return new Date(momentOf(lot.startsAt + hole.at)).toISOString();
        case 'mono':
          return momentOf(lot.startsAt + hole.at) - first;
        case 'place':
          return usualPlaceOf(new Date(momentOf(lot.startsAt + hole.at)).toISOString());
        case 'seq':
          return seq + hole.n;
        case 'serial':
          return serialName(lot.firstSerial + hole.n);
        case 'person':
          return personName(lot.people[hole.n]);
        case 'person id':
          return personId(lot.people[hole.n]);
        case 'part':
          return lot.part;
        case 'lot':
          return lot.lot;
        case 'version':
          return modelVersion(lot.version);
      }
    };
    for (const [index, hole] of template.holes.entries()) {
      if (hole.kind === 'result') results.push(index);
      else values[index] = filling(hole);
    }
    const join = (pieces: readonly (string | number)[]) => {
      let text = '';
      for (const piece of pieces) text += typeof piece === 'string' ? piece : values[piece];
      return text;
    };
    for (const index of results) {
      const hole = template.holes[index]!;
      if (hole.kind === 'result') values[index] = createHash('sha256').update(join(hole.document)).digest('hex');
    }
    const filled = (cell: Cell): Value =>
      'value' in cell ? cell.value : 'hole' in cell ? values[cell.hole]! : join(cell.pieces);

    for (const { table, cells } of template.rows) {
      const row = cells.map(filled);
      if (table === 'audit_entries') {
        const leaf = leafHash(sha256, Buffer.from(String(row[entryAt])));
        row[leafAt] = leaf;
        inserts.get(table)!.run(row);
        grow(Number(row[seqAt]), leaf, true);
      } else {
        inserts.get(table)!.run(row);
      }
    }
    seq += template.entries;
    copyWords(template, lot, filled);
  }

  function copyWords(template: LotTemplate, lot: LotCopy, filled: (cell: Cell) => Value): void {
    const version = modelVersion(lot.version);
    const model = `pcb_defect_detector@${version}`;
    const seenTypes = new Set<string>();
    const at = new Date(momentOf(lot.startsAt)).toISOString();
    for (const { place, isNew, serial, facts, hasModel, persons } of template.words) {
      const { part, lot: name } = lot;
      const people = persons.map((n) => personName(lot.people[n]));
      const known = { ...facts, part, lot: name, serial: String(filled(serial)), model: hasModel ? model : null };
      const all = { ...known, persons: people };
      if (isNew) insertWords(db, Number(filled(place)), all);
      else reviews.push({ place: Number(filled(place)), facts: all });
      for (const type of facts.types) seenTypes.add(type);
    }
    touchFacet(db, 'part', lot.part, at);
    touchFacet(db, 'lot', lot.lot, at);
    touchFacet(db, 'model', model, at);
    for (const type of seenTypes) touchFacet(db, 'type', type, at);
    for (const n of new Set(template.words.flatMap(({ persons }) => persons)))
      touchFacet(db, 'person', personName(lot.people[n]), at);
  }

  function reviewed(): void {
    for (const { place, facts } of reviews.splice(0)) replaceWords(db, place, facts);
  }

  return { copy, reviewed };
}
