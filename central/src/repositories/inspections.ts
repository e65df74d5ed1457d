import type { Inspection, InspectionDraft, InspectionStatus, Verdict } from '@fiducial/protocol/api';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Db } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import { newestRows } from './newest-rows.ts';
import type { Place } from './place.ts';

export interface InspectionRow {
  readonly id: string;
  readonly lot_id: string;
  readonly part_id: string | null;
  readonly lot_number: string;
  readonly part_number: string | null;
  readonly serial: string | null;
  readonly station: string | null;
  readonly inspection_type: string;
  readonly status: string;
  readonly verdict: string | null;
  readonly priority: number;
  readonly defects_detected: number;
  readonly revision: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly draft_sha256: string;
  readonly captured_at: Date | null;
  readonly completed_at: Date | null;
  readonly created_at: Date;
  readonly updated_at: Date;
}

export const toInspection = (row: InspectionRow): Inspection => ({
  inspection_id: row.id,
  lot: row.lot_number,
  part: row.part_number,
  serial: row.serial,
  station: row.station,
  inspection_type: row.inspection_type,
  status: row.status as InspectionStatus,
  verdict: row.verdict as Verdict | null,
  priority: row.priority,
  defects_detected: row.defects_detected,
  captured_at: row.captured_at?.toISOString() ?? null,
  created_at: row.created_at.toISOString(),
  updated_at: row.updated_at.toISOString(),
  completed_at: row.completed_at?.toISOString() ?? null,
  revision: row.revision,
  metadata: row.metadata as Inspection['metadata'],
});

const withNames = (db: Db) =>
  db
    .selectFrom('inspections')
    .innerJoin('lots', 'lots.id', 'inspections.lot_id')
    .leftJoin('parts', 'parts.id', 'inspections.part_id')
    .selectAll('inspections')
    .select(['lots.lot_number', 'parts.part_number']);

/** Held until the transaction ends: what is said about one inspection comes after one another. */
export async function holdInspection(db: Db, id: string): Promise<void> {
  await sql`SELECT 1 FROM inspections WHERE id = ${id} FOR UPDATE`.execute(db);
}

/** An inspection that the principal may see; undefined for others', as if there was none. */
export async function findInspection(db: Db, principal: Principal, id: string): Promise<InspectionRow | undefined> {
  let query = withNames(db).where('inspections.id', '=', id);
  if (principal.station !== null) query = query.where('inspections.station', '=', principal.station);
  return query.executeTakeFirst();
}

export interface InspectionFilter {
  readonly status?: string | undefined;
  readonly verdict?: string | undefined;
  readonly lot?: string | undefined;
  readonly part?: string | undefined;
  readonly serial?: string | undefined;
  readonly station?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** One more than `limit`, newest first, after `place`. */
export async function pageOfInspections(
  db: Db,
  filter: InspectionFilter,
  place: Place | null,
  limit: number,
): Promise<readonly InspectionRow[]> {
  const named = await resolveNames(db, filter);
  if (named === null) return [];
  const { status, verdict, serial, station, from, to } = filter;
  const equal = { lot_id: named.lotId, part_id: named.partId, serial, station };
  const newest = newestRows<InspectionRow>('inspections', { status, verdict, equal, from, to }, place, limit + 1);
  const { rows } = await sql<InspectionRow>`
    SELECT r.*, lots.lot_number, parts.part_number FROM (${newest}) AS r
    JOIN lots ON lots.id = r.lot_id LEFT JOIN parts ON parts.id = r.part_id
    ORDER BY r.created_at DESC, r.id DESC`.execute(db);
  return rows;
}

/** Ids of the names that a filter has; null where there is no such lot or part, so nothing can match. */
export async function resolveNames(
  db: Db,
  filter: { readonly lot?: string | undefined; readonly part?: string | undefined },
): Promise<{ readonly lotId?: string; readonly partId?: string } | null> {
  const lot =
    filter.lot === undefined
      ? null
      : await db.selectFrom('lots').select('id').where('lot_number', '=', filter.lot).executeTakeFirst();
  const part =
    filter.part === undefined
      ? null
      : await db.selectFrom('parts').select('id').where('part_number', '=', filter.part).executeTakeFirst();
  if (lot === undefined || part === undefined) return null;
  return { ...(lot === null ? {} : { lotId: lot.id }), ...(part === null ? {} : { partId: part.id }) };
}

export interface NewInspection {
  readonly id: string;
  readonly lotId: string;
  readonly partId: string | null;
  readonly draft: InspectionDraft;
  readonly station: string | null;
  readonly draftSha256: string;
  readonly createdBy: string;
}

/** Nothing happens where the id is taken. */
export async function insertInspection(db: Db, it: NewInspection): Promise<void> {
  await db
    .insertInto('inspections')
    .values({
      id: it.id,
      lot_id: it.lotId,
      part_id: it.partId,
      serial: it.draft.serial ?? null,
      station: it.station,
      inspection_type: it.draft.inspection_type,
      status: 'PENDING',
      verdict: null,
      priority: it.draft.priority,
      metadata: it.draft.metadata,
      draft_sha256: it.draftSha256,
      created_by: it.createdBy,
      captured_at: it.draft.captured_at === undefined ? null : new Date(it.draft.captured_at),
      completed_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** The lot's id, made where it is new. Read first: nearly every inspection is of a known lot. */
export async function lotIdOf(db: Db, lotNumber: string, partId: string | null): Promise<string> {
  const find = () => db.selectFrom('lots').select('id').where('lot_number', '=', lotNumber).executeTakeFirst();
  const known = await find();
  if (known !== undefined) return known.id;
  await db
    .insertInto('lots')
    .values({ id: uuidv7(), lot_number: lotNumber, part_id: partId })
    .onConflict((conflict) => conflict.column('lot_number').doNothing())
    .execute();
  return (await find())!.id;
}

export async function partIdOf(db: Db, partNumber: string): Promise<string> {
  const find = () => db.selectFrom('parts').select('id').where('part_number', '=', partNumber).executeTakeFirst();
  const known = await find();
  if (known !== undefined) return known.id;
  await db
    .insertInto('parts')
    .values({ id: uuidv7(), part_number: partNumber })
    .onConflict((conflict) => conflict.column('part_number').doNothing())
    .execute();
  return (await find())!.id;
}

/** Notes that the station was here; at most every few seconds, so that its uploads do not wait for one another. */
export async function touchStation(db: Db, name: string): Promise<void> {
  const known = await db
    .updateTable('stations')
    .set({ last_sync_at: sql<Date>`now()` as never })
    .where('name', '=', name)
    .where('last_sync_at', '<', sql<Date>`now() - interval '5 seconds'`)
    .executeTakeFirst();
  if (known.numUpdatedRows > 0n) return;
  await db
    .insertInto('stations')
    .values({ name, model_name: null, model_version: null })
    .onConflict((conflict) => conflict.column('name').doNothing())
    .execute();
}
