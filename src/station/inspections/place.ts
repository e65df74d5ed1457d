import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';

/** Places within one millisecond. 2048 × milliseconds stays below 2^53 until 2109. */
const perMs = 2048;

/** First place of a moment (UTC, ISO 8601): what started before it lies below. */
export const placeOf = (time: string): number => Date.parse(time) * perMs;

/**
 * Where the count within a millisecond begins: anywhere in the first half of its places. The full-text index keeps what it
 * has deleted in tables that are hashed by the low bits of the place; were these always zero, each look would go through
 * the whole table.
 */
export function usualPlaceOf(time: string): number {
  const ms = Date.parse(time);
  return ms * perMs + (Math.imul(ms, 0x9e3779b1) >>> 22);
}

/** A place for an inspection that started at `time`, after those of the same millisecond. Inside its transaction. */
export function freePlace(db: Database, time: string): number {
  const usual = usualPlaceOf(time);
  // A millisecond that is full lends from the next one: the order within them is then that of recording.
  for (let first = placeOf(time); ; first += perMs) {
    const row = db.get(statement<{ readonly place: number }>(lastPlace, [first, first + perMs]));
    const place = row === undefined ? Math.max(first, usual) : row.place + 1;
    if (place < first + perMs) return place;
  }
}

const lastPlace = 'SELECT place FROM inspections WHERE place >= ? AND place < ? ORDER BY place DESC LIMIT 1';

/**
 * A bound for the inverted index. The driver gives every number as a floating one, and the index takes only whole ones:
 * with another it reads all that matches, from the end of the list on.
 */
export const wholeBound = (place: number) => sql<number>`cast(${place} as integer)`;
