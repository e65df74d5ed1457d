/**
 * A lot as the station wrote it, taken apart: what is the same in every lot stays as it is, what names this lot (ids, hashes,
 * moments, numbers, people) is a place to be filled in. Tables and columns are those that the database has: one that is
 * added later is copied too.
 */
import type { InspectionOutcome } from '../../../src/core/inspection/record.ts';
import { resultBytes } from '../../../src/core/inspection/result-document.ts';
import type { StoredInspection } from '../../../src/core/inspection/stored.ts';
import type { Database } from '../../../src/station/db/database.ts';
import { statement } from '../../../src/station/db/statement.ts';
import type { FilterFacts } from '../../../src/station/inspections/words.ts';
import { goldenOf, type Lot, modelVersion, personId, personName } from './inspected-lot.ts';

export type Value = string | number | null | Uint8Array;

/** What has another value in each copy. `at` is working time since the lot began, `n` counts from the lot's first. */
export type Hole =
  | { readonly kind: 'id'; readonly n: number }
  | { readonly kind: 'shared id'; readonly of: 'part' | 'recipe' }
  | { readonly kind: 'hash'; readonly n: number }
  | { readonly kind: 'golden' }
  | { readonly kind: 'result'; readonly document: Pieces }
  | { readonly kind: 'time' | 'mono' | 'place'; readonly at: number }
  | { readonly kind: 'seq' | 'serial'; readonly n: number }
  | { readonly kind: 'person' | 'person id'; readonly n: 0 | 1 }
  | { readonly kind: 'part' | 'lot' | 'version' };

/** Texts, and numbers of holes between them. */
type Pieces = readonly (string | number)[];
/** A value, the number of a hole that is all of it, or pieces. */
export type Cell = { readonly value: Value } | { readonly hole: number } | { readonly pieces: Pieces };

interface TemplateRow {
  readonly table: string;
  readonly cells: readonly Cell[];
}

/** Words that a board was found by from one moment on. */
interface TemplateWords {
  readonly place: Cell;
  readonly isNew: boolean;
  readonly serial: Cell;
  readonly facts: Omit<FilterFacts, 'part' | 'lot' | 'serial' | 'model' | 'persons'>;
  readonly hasModel: boolean;
  readonly persons: readonly (0 | 1)[];
}

export interface LotTemplate {
  readonly lot: Lot;
  readonly holes: readonly Hole[];
  readonly rows: readonly TemplateRow[];
  readonly words: readonly TemplateWords[];
  /** Entries of its log, without the recipe's, which a station has once. */
  readonly entries: number;
  /** Ids, hashes: how many a copy needs. */
  readonly ids: number;
  readonly hashes: number;
}

export interface ColumnsOf {
  readonly table: string;
  readonly columns: readonly string[];
}

/** Kept by triggers, by the tree over the log, by the words themselves, or one for the whole station. */
const notCopied = /^(shelf_counts|facets|audit_nodes|inspection_words.*|sqlite_.*|recipes)$/;

/** Numbers that SQLite gives by itself. */
const ownNumbers = new Set(['outbox.position']);

export function copiedTables(db: Database): readonly ColumnsOf[] {
  const names = db.all(
    statement<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY rowid", []),
  );
  return names
    .filter(({ name }) => !notCopied.test(name))
    .map(({ name: table }) => {
      // Leaves out computed columns.
      const columns = db.all(statement<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`, []));
      return { table, columns: columns.map(({ name }) => name).filter((name) => !ownNumbers.has(`${table}.${name}`)) };
    });
}

const tokens = new RegExp(
  [
    '[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}',
    '[0-9a-f]{64}',
    '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z',
    '"seq":\\d+',
    '"ms":\\d+',
    'SN-\\d{8}',
    'LOT-\\d{6}',
    'PCB-\\d{4}',
    'Operator \\d+',
    'operator-\\d+',
    '\\b1\\.\\d+\\.0\\b',
  ].join('|'),
  'g',
);

interface TakenApart {
  readonly db: Database;
  readonly lot: Lot;
  /** Milliseconds since 1970 at which working time began at this station, which works day and night. */
  readonly began: number;
  /** What is everywhere the same: hashes of the model and of the recipe. */
  readonly constants: ReadonlySet<string>;
  readonly changes: readonly { readonly inspectionId: string; readonly facts: FilterFacts }[];
  readonly inspections: readonly StoredInspection[];
}

/** Takes a station apart that has inspected this lot and nothing else. */
export function takeApart({ db, lot, began, constants, changes, inspections }: TakenApart): LotTemplate {
  const holes: Hole[] = [];
  const known = new Map<string, number>();
  const partId = String(db.scalar('SELECT id FROM parts'));
  const recipeId = String(db.scalar('SELECT id FROM recipes'));
  const firstSeq = Number(db.scalar('SELECT max(audit_seq) FROM recipes')) + 1;
  const documents = new Map(inspections.map((each) => [each.resultSha256, resultOf(each)]));
  let ids = 0;
  let hashes = 0;

  const holeOf = (token: string): number | null => {
    if (constants.has(token)) return null;
    const found = known.get(token);
    if (found !== undefined) return found;
    const hole = newHole(token);
    known.set(token, holes.push(hole) - 1);
    return holes.length - 1;
  };

  function newHole(token: string): Hole {
    if (token.startsWith('"seq":')) return { kind: 'seq', n: Number(token.slice(6)) - firstSeq };
    if (token.startsWith('"ms":')) return { kind: 'mono', at: sinceStart(Number(token.slice(5)) + began) };
    if (token.startsWith('SN-')) return { kind: 'serial', n: Number(token.slice(3)) - lot.firstSerial };
    if (token === lot.lot) return { kind: 'lot' };
    if (token === lot.part) return { kind: 'part' };
    if (token === modelVersion(lot.version)) return { kind: 'version' };
    for (const n of [0, 1] as const) {
      if (token === personName(lot.people[n])) return { kind: 'person', n };
      if (token === personId(lot.people[n])) return { kind: 'person id', n };
    }
    if (token[10] === 'T') return { kind: 'time', at: sinceStart(Date.parse(token)) };
    if (token === partId) return { kind: 'shared id', of: 'part' };
    if (token === recipeId) return { kind: 'shared id', of: 'recipe' };
    if (token === goldenOf(lot.part)) return { kind: 'golden' };
    const document = documents.get(token);
    if (document !== undefined) return { kind: 'result', document: piecesOf(document) };
    if (token.length === 64) return { kind: 'hash', n: hashes++ };
    if (token.length === 36) return { kind: 'id', n: ids++ };
    throw new Error(`A lot's row has ${token}, which is not this lot's`);
  }

  const sinceStart = (ms: number): number => ms - began - lot.startsAt;

  function piecesOf(text: string): Pieces {
    const pieces: (string | number)[] = [];
    let end = 0;
    const keep = (piece: string | number) => {
      const last = pieces.at(-1);
      if (typeof piece === 'string' && typeof last === 'string') pieces[pieces.length - 1] = last + piece;
      else if (piece !== '') pieces.push(piece);
    };
    for (const { 0: token, index } of text.matchAll(tokens)) {
      const hole = holeOf(token);
      // Of a number, the name before it stays.
      const name = /^"\w+":/.exec(token)?.[0] ?? '';
      keep(text.slice(end, index) + name);
      keep(hole ?? token.slice(name.length));
      end = index + token.length;
    }
    keep(text.slice(end));
    return pieces;
  }

  function cellOf(table: string, column: string, value: Value, row: Readonly<Record<string, Value>>): Cell {
    if (typeof value === 'string') {
      const pieces = piecesOf(value);
      const [only] = pieces;
      if (pieces.length === 1 && typeof only === 'number') return { hole: only };
      return pieces.every((piece) => typeof piece === 'string') ? { value } : { pieces };
    }
    if (typeof value !== 'number') return { value };
    const own = (key: string, hole: () => Hole): Cell => {
      const found = known.get(key) ?? holes.push(hole()) - 1;
      known.set(key, found);
      return { hole: found };
    };
    if (column === 'audit_seq' || `${table}.${column}` === 'audit_entries.seq')
      return own(`"seq":${value}`, () => ({ kind: 'seq', n: value - firstSeq }));
    if (column === 'mono_ms') return own(`"ms":${value}`, () => ({ kind: 'mono', at: sinceStart(value + began) }));
    if (column === 'place')
      return own(`place ${value}`, () => ({ kind: 'place', at: sinceStart(Date.parse(String(row.started_at))) }));
    return { value };
  }

  const rows = copiedTables(db).flatMap(({ table, columns }) => {
    const order = table === 'outbox' ? 'position' : 'rowid';
    const sorted = db.scalar(`SELECT wr FROM pragma_table_list('${table}')`) === 1 ? '' : ` ORDER BY ${order}`;
    const found = db.all(statement<Record<string, Value>>(`SELECT * FROM ${table}${sorted}`, []));
    return found
      .filter((row) => table !== 'audit_entries' || Number(row.seq) >= firstSeq)
      .map((row) => ({ table, cells: columns.map((column) => cellOf(table, column, row[column] ?? null, row)) }));
  });

  const seen = new Set<string>();
  const words = changes.map(({ inspectionId, facts }): TemplateWords => {
    const row = db.get(db.query.selectFrom('inspections').selectAll().where('id', '=', inspectionId));
    if (row === undefined) throw new Error(`No inspection ${inspectionId}`);
    const isNew = !seen.has(inspectionId);
    seen.add(inspectionId);
    const { status, standingVerdict, shelf, types } = facts;
    const people = [...facts.persons].map((name) => (name === personName(lot.people[0]) ? 0 : 1));
    return {
      place: cellOf('inspections', 'place', row.place, { started_at: row.started_at }),
      isNew,
      serial: cellOf('boards', 'serial', facts.serial, {}),
      facts: { status, standingVerdict, shelf, types: new Set(types) },
      hasModel: facts.model !== null,
      persons: people,
    };
  });
  const entries = rows.filter(({ table }) => table === 'audit_entries').length;
  return { lot, holes, rows, words, entries, ids, hashes };
}

/** The text whose hash stands for what the inspection found. */
function resultOf(inspection: StoredInspection): string {
  const { status, verdict, registration, registrationPoor, inference, error } = inspection;
  // Boxes are stored as they were found; what people said since is no part of it.
  const defects = inspection.defects.map(({ id, type, box, confidence, severity, origin }) => ({
    id,
    type,
    box,
    confidence,
    severity,
    origin,
  }));
  const outcome: InspectionOutcome =
    status === 'completed' && inference !== null
      ? { status, verdict, registration, registrationPoor, inference, defects }
      : { status: 'failed', error: { code: error?.code ?? '', message: error?.message ?? '' } };
  return Buffer.from(resultBytes(outcome)).toString('utf8');
}
