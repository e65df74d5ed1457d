import { z } from 'zod';
import { refuse } from '../problems.ts';
import { ok, type Result } from '../result.ts';

/** Where a page of a list ended: time and id of its last row. */
export interface Place {
  readonly time: string;
  readonly id: string;
}

const schema = z.tuple([z.iso.datetime({ precision: 3 }), z.string().max(64)]);

const writeCursor = ({ time, id }: Place): string => Buffer.from(JSON.stringify([time, id])).toString('base64url');

/** Checks a cursor that came from outside; `isId` says what ids of this list look like. */
export function readCursor(cursor: string | undefined, isId: (id: string) => boolean): Result<Place | null> {
  if (cursor === undefined) return ok(null);
  try {
    const read = schema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    if (!read.success) return refuse('CURSOR_INVALID');
    const [time, id] = read.data;
    const year = new Date(time).getUTCFullYear();
    return isId(id) && year >= 1970 && year <= 9998 ? ok({ time, id }) : refuse('CURSOR_INVALID');
  } catch {
    return refuse('CURSOR_INVALID');
  }
}

/** `rows` has one row more than `limit` where there are more. */
export function toPage<Row extends { readonly id: string; readonly created_at: Date }, Item>(
  rows: readonly Row[],
  limit: number,
  toItem: (row: Row) => Item,
) {
  const given = rows.slice(0, limit);
  const last = given.at(-1);
  const has_more = rows.length > limit;
  return {
    object: 'list' as const,
    data: given.map(toItem),
    has_more,
    next_cursor: has_more && last ? writeCursor({ time: last.created_at.toISOString(), id: last.id }) : null,
  };
}

export const isUuid = (id: string): boolean => z.guid().safeParse(id).success;
