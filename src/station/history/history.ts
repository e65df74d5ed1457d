import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import type { InspectionFilter } from '../inspections/filter.ts';
import { type RowPage, readRowPage } from '../inspections/inspection-rows.ts';
import type { PageKey } from '../inspections/pages.ts';
import type { FacetKind } from '../inspections/words.ts';

export interface HistoryRequest {
  readonly filter: InspectionFilter;
  readonly after?: PageKey | null | undefined;
  readonly limit: number;
}

/** Inspections that fit, newest first. Errors: DB_*. */
export const historyPage = (db: Database, { filter, after, limit }: HistoryRequest): Result<RowPage, DbError> =>
  readRowPage(db, { filter, order: 'newest_first', after: after ?? null, limit });

/** Words to filter by, the most recent first. */
export interface Facets {
  readonly parts: string[];
  readonly lots: string[];
  readonly types: string[];
  readonly models: string[];
  readonly persons: string[];
}

const maxFacets = 200;

/** Errors: DB_*. */
export function historyFacets(db: Database): Result<Facets, DbError> {
  return db.read(() => {
    const newest = (kind: FacetKind): string[] => db.all(facetQuery(db, kind)).map(({ value }) => value);
    return {
      parts: newest('part'),
      lots: newest('lot'),
      types: newest('type'),
      models: newest('model'),
      persons: newest('person'),
    };
  });
}

/** The query by itself, so that a test can ask SQLite for its plan. */
export const facetQuery = (db: Database, kind: FacetKind) =>
  db.query.selectFrom('facets').select('value').where('kind', '=', kind).orderBy('last_at', 'desc').limit(maxFacets);
