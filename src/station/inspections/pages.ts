import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import type { InspectionFilter } from './filter.ts';
import { wordFilter } from './filter.ts';
import { placeOf, wholeBound } from './place.ts';

/** Place in a list: the last row of the page before. Stable while inspections are being added. */
export interface PageKey {
  readonly startedAt: string;
  readonly id: string;
}

export interface PageRequest {
  readonly filter: InspectionFilter;
  readonly order: 'newest_first' | 'oldest_first';
  readonly after: PageKey | null;
  readonly limit: number;
}

/** Places of a page in its order. Cost: the page and the words met on the way, not the table. */
export function pagePlaces(db: Database, request: PageRequest): readonly number[] {
  return db.all(pageQuery(db, request)).map(({ place }) => place);
}

/** The query by itself, so that a test can ask SQLite for its plan. */
export function pageQuery(db: Database, { filter, order, after, limit }: PageRequest) {
  const { shelf, ...rest } = filter;
  // A shelf alone is an index; words that boards had before linger in the inverted index until it is merged.
  const onlyShelf = shelf !== undefined && wordFilter(rest).match === null;
  const { match, from, to } = wordFilter(onlyShelf ? rest : filter);
  const key = after === null ? null : placeOfKey(db, after);
  const low = key !== null && order === 'oldest_first' ? Math.max(from, key + 1) : from;
  const high = key !== null && order === 'newest_first' ? Math.min(to, key) : to;
  const direction = order === 'newest_first' ? 'desc' : 'asc';
  if (match !== null) {
    return db.query
      .selectFrom('inspection_words')
      .select('rowid as place')
      .where(sql<boolean>`inspection_words MATCH ${match}`)
      .where('rowid', '>=', wholeBound(low))
      .where('rowid', '<', wholeBound(high))
      .orderBy('rowid', direction)
      .limit(limit);
  }
  const query = db.query
    .selectFrom('inspections')
    .select('place')
    .where('place', '>=', low)
    .where('place', '<', high)
    .orderBy('place', direction)
    .limit(limit);
  return onlyShelf ? query.where('shelf', '=', shelf) : query;
}

/** Of an inspection that is gone, its moment counts. */
function placeOfKey(db: Database, { id, startedAt }: PageKey): number {
  const row = db.get(db.query.selectFrom('inspections').select('place').where('id', '=', id));
  return row?.place ?? placeOf(startedAt);
}
