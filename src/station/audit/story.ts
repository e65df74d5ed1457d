import { sql } from 'kysely';
import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { type LoggedEntry, loggedEntry } from './page.ts';

export interface StoryRequest {
  /** Of an inspection, a defect, a recipe, a model (`NAME@VERSION`), a person, a setting: whatever entries are about. */
  readonly objectId: string;
  /** Sequence number of the last row of the page before. */
  readonly after?: number | null | undefined;
  readonly limit: number;
}

export interface Story {
  readonly entries: LoggedEntry[];
  readonly next: number | null;
}

/**
 * Everything that happened to one thing, oldest first: for an inspection also what was decided about its defects, its
 * annotations and its reports. Errors: DB_*.
 */
export function storyOf(db: Database, { objectId, after, limit }: StoryRequest): Result<Story, DbError> {
  return db.read(() => {
    const rows = db.all(storyQuery(db, { objectId, after, limit: limit + 1 }));
    const entries = rows.slice(0, limit).map(({ entry }) => loggedEntry(entry));
    return { entries, next: rows.length > limit ? (entries.at(-1)?.seq ?? null) : null };
  });
}

/** The query by itself, so that a test can ask SQLite for its plan. */
export function storyQuery(db: Database, { objectId, after, limit }: StoryRequest) {
  const start = after ?? -1;
  const about = (column: 'object_id' | 'inspection_id') =>
    db.query.selectFrom('audit_entries').select(['seq', 'entry']).where(column, '=', objectId).where('seq', '>', start);
  return db.query
    .selectFrom(about('object_id').union(about('inspection_id')).as('told'))
    .select(['seq', 'entry'])
    .orderBy(sql`seq`)
    .limit(limit);
}

/** The whole story at once, as the entries' own text. Inside a read. */
export const wholeStory = (db: Database, objectId: string): readonly string[] =>
  db.all(storyQuery(db, { objectId, limit: -1 })).map(({ entry }) => entry);
