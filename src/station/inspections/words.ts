/**
 * The inverted index that lists filter by. A word is a letter for its kind and the value's bytes in hex, so that any
 * text is one word and a prefix of the text is a prefix of the word.
 */
import type { InspectionStatus, Verdict } from '../../core/inspection/vocabulary.ts';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';

/** Whose number a board has, and what can be said of it: all that a filter may name. */
export interface FilterFacts {
  readonly part: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  readonly status: InspectionStatus;
  readonly standingVerdict: Verdict | null;
  readonly shelf: string | null;
  /** `NAME@VERSION`. */
  readonly model: string | null;
  readonly types: Iterable<string>;
  /** Names of those who decided or signed. */
  readonly persons: Iterable<string>;
}

const hex = (text: string): string => Buffer.from(text.toWellFormed()).toString('hex');

/** ASCII letters only, as SQLite folds them. */
const folded = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

export const word = {
  status: (status: string) => `s${status}`,
  shelf: (shelf: string) => `h${shelf}`,
  verdict: (verdict: string) => `v${verdict}`,
  model: (model: string) => `m${hex(model)}`,
  part: (part: string) => `a${hex(part)}`,
  lot: (lot: string) => `l${hex(lot)}`,
  serial: (serial: string) => `n${hex(serial)}`,
  type: (type: string) => `t${hex(type)}`,
  person: (name: string) => `p${hex(name)}`,
  /** Whole part, lot and serial, for search by how they begin. */
  begins: (text: string) => `q${hex(folded(text))}`,
} as const;

function wordsOf(facts: FilterFacts): readonly string[] {
  const { part, lot, serial, status, standingVerdict, shelf, model } = facts;
  return [
    word.status(status),
    ...(shelf === null ? [] : [word.shelf(shelf)]),
    ...(status === 'completed' ? [word.verdict(standingVerdict ?? 'undecided')] : []),
    ...(model === null ? [] : [word.model(model)]),
    ...(part === null ? [] : [word.part(part), word.begins(part)]),
    ...(lot === null ? [] : [word.lot(lot), word.begins(lot)]),
    ...(serial === null ? [] : [word.serial(serial), word.begins(serial)]),
    ...[...facts.types].map(word.type),
    ...[...facts.persons].map(word.person),
  ];
}

const textOf = (facts: FilterFacts): string => [...new Set(wordsOf(facts))].join(' ');

/** Whether both are found by the same words. */
export const sameWords = (a: FilterFacts, b: FilterFacts): boolean => textOf(a) === textOf(b);

/** Words of an inspection that is being recorded. Inside its transaction. */
export function insertWords(db: Database, place: number, facts: FilterFacts): void {
  db.insert('inspection_words', { rowid: place, words: textOf(facts) });
}

/** Puts an inspection's words in the place of those it had. Inside the transaction of the change. */
export function replaceWords(db: Database, place: number, facts: FilterFacts): void {
  // The index keeps no text: SQLite marks the old words as deleted and takes all of the new ones.
  db.run(statement('UPDATE inspection_words SET words = ? WHERE rowid = ?', [textOf(facts), place]));
}

/** Remembers an inspection's words to filter by. Inside its transaction. */
export function touchFacets(db: Database, facts: FilterFacts, at: string): void {
  const { part, lot, model, types, persons } = facts;
  if (part !== null) touchFacet(db, 'part', part, at);
  if (lot !== null) touchFacet(db, 'lot', lot, at);
  if (model !== null) touchFacet(db, 'model', model, at);
  for (const type of types) touchFacet(db, 'type', type, at);
  for (const person of persons) touchFacet(db, 'person', person, at);
}

export type FacetKind = 'part' | 'lot' | 'type' | 'model' | 'person';

/** Remembers when a word to filter by was last seen. Inside the transaction of the change. */
export function touchFacet(db: Database, kind: FacetKind, value: string, at: string): void {
  db.run(
    statement(
      'INSERT INTO facets (kind, value, last_at) VALUES (?, ?, ?) ' +
        'ON CONFLICT (kind, value) DO UPDATE SET last_at = max(last_at, excluded.last_at)',
      [kind, value, at],
    ),
  );
}
