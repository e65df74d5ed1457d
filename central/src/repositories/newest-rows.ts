import { inspectionStatuses, verdicts } from '@fiducial/protocol/api';
import { type RawBuilder, sql } from 'kysely';
import type { Place } from './place.ts';

/** What rows of a list must be; absent: anything. */
export interface ListFilter {
  readonly status?: string | undefined;
  readonly verdict?: string | undefined;
  /** Column → value. */
  readonly equal: Readonly<Record<string, string | undefined>>;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Columns that an index has before status and verdict (migration 0005). */
const leading = ['lot_id', 'part_id', 'station'];

/**
 * The newest rows of a table that fit, at most `count`, after `place`, newest first; all columns. Where the index begins
 * with status and verdict, the newest of each pair that the filter leaves are read and merged: at most 12 times `count`
 * rows, however rare what fits is. Otherwise the index of the order itself, or that of one column, is enough.
 */
export function newestRows<Row>(
  table: 'inspections' | 'reports',
  filter: ListFilter,
  place: Place | null,
  count: number,
): RawBuilder<Row> {
  const { status, verdict, equal, from, to } = filter;
  const named = Object.entries(equal).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const conditions = named.map(([column, value]) => sql`${sql.ref(`r.${column}`)} = ${value}`);
  if (from !== undefined) conditions.push(sql`r.created_at >= ${new Date(from)}`);
  // Of two upper bounds only the lower: with both, an index is read from the higher one down.
  if (to !== undefined && (place === null || new Date(to) <= new Date(place.time)))
    conditions.push(sql`r.created_at < ${new Date(to)}`);
  else if (place !== null)
    conditions.push(sql`(r.created_at, r.id) < (${place.time}::timestamptz, ${idOf(table, place)})`);
  const hasOutcome = status !== undefined || verdict !== undefined;
  const isMerged = named.every(([column]) => leading.includes(column)) && (hasOutcome || named.length > 0);
  if (!isMerged) {
    if (status !== undefined) conditions.push(sql`r.status = ${status}`);
    if (verdict !== undefined) conditions.push(sql`r.verdict = ${verdict}`);
    return sql<Row>`SELECT r.* FROM ${sql.table(table)} AS r WHERE ${all(conditions)} ${newestFirst(count)}`;
  }
  const given = verdict === undefined ? ['', ...verdicts] : [verdict];
  conditions.push(sql`coalesce(r.verdict, '') = outcome.verdict`);
  const values =
    table === 'reports'
      ? given.map((it) => sql`(${it}::text)`)
      : (status === undefined ? inspectionStatuses : [status]).flatMap((state) =>
          given.map((it) => sql`(${it}::text, ${state}::text)`),
        );
  const columns = table === 'reports' ? sql`verdict` : sql`verdict, status`;
  if (table === 'inspections') conditions.push(sql`r.status = outcome.status`);
  return sql<Row>`SELECT r.* FROM (VALUES ${sql.join(values)}) AS outcome (${columns}) CROSS JOIN LATERAL (
    SELECT r.* FROM ${sql.table(table)} AS r WHERE ${all(conditions)} ${newestFirst(count)}) AS r ${newestFirst(count)}`;
}

const idOf = (table: 'inspections' | 'reports', { id }: Place) =>
  table === 'inspections' ? sql`${id}::uuid` : sql`${id}`;

const all = (conditions: readonly RawBuilder<unknown>[]) =>
  conditions.length === 0 ? sql`true` : sql.join(conditions, sql` AND `);

const newestFirst = (count: number) => sql`ORDER BY r.created_at DESC, r.id DESC LIMIT ${count}`;
