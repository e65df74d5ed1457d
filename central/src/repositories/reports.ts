import type { Report, Results, Verdict } from '@fiducial/protocol/api';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Db } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import { resolveNames } from './inspections.ts';
import type { Place } from './place.ts';
import { countDefects } from './results.ts';

/** Makes the inspection's report, or brings it up to the revision. Its id stays. */
export async function upsertReport(
  db: Db,
  inspection: { readonly id: string; readonly lot_id: string; readonly part_id: string | null },
  results: Results,
): Promise<string> {
  const row = await db
    .insertInto('reports')
    .values({
      id: `rpt_${uuidv7().replaceAll('-', '')}`,
      inspection_id: inspection.id,
      lot_id: inspection.lot_id,
      part_id: inspection.part_id,
      defects_detected: countDefects(results),
      verdict: results.verdict,
      revision: results.revision,
    })
    .onConflict((conflict) =>
      conflict.column('inspection_id').doUpdateSet({
        defects_detected: (eb) => eb.ref('excluded.defects_detected'),
        verdict: (eb) => eb.ref('excluded.verdict'),
        revision: (eb) => eb.ref('excluded.revision'),
      }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return row.id;
}

export const reportOf = (db: Db, inspectionId: string) =>
  db.selectFrom('reports').select('id').where('inspection_id', '=', inspectionId).executeTakeFirst();

const withNames = (db: Db, principal: Principal) => {
  const query = db
    .selectFrom('reports')
    .innerJoin('lots', 'lots.id', 'reports.lot_id')
    .leftJoin('parts', 'parts.id', 'reports.part_id')
    .selectAll('reports')
    .select(['lots.lot_number', 'parts.part_number']);
  const { station } = principal;
  return station === null
    ? query
    : query.where('reports.inspection_id', 'in', (inspections) =>
        inspections.selectFrom('inspections').select('inspections.id').where('inspections.station', '=', station),
      );
};

type ReportRow = Awaited<ReturnType<typeof pageOfReports>>[number];

export const toReport = (row: ReportRow, baseUrl: string): Report => ({
  report_id: row.id,
  inspection_id: row.inspection_id,
  lot: row.lot_number,
  part: row.part_number,
  defects_detected: row.defects_detected,
  status: row.verdict as Verdict | null,
  created_at: row.created_at.toISOString(),
  report_url: `${baseUrl}/v1/reports/${row.id}/content`,
});

export const findReport = (db: Db, principal: Principal, id: string) =>
  withNames(db, principal).where('reports.id', '=', id).executeTakeFirst();

export interface ReportFilter {
  readonly lot?: string | undefined;
  readonly part?: string | undefined;
  readonly inspectionId?: string | undefined;
  readonly verdict?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** One more than `limit`, newest first, after `place`. */
export async function pageOfReports(
  db: Db,
  principal: Principal,
  filter: ReportFilter,
  place: Place | null,
  limit: number,
) {
  const named = await resolveNames(db, filter);
  let query = withNames(db, principal);
  if (named === null) return query.where(sql<boolean>`false`).execute();
  if (named.lotId !== undefined) query = query.where('reports.lot_id', '=', named.lotId);
  if (named.partId !== undefined) query = query.where('reports.part_id', '=', named.partId);
  if (filter.inspectionId !== undefined) query = query.where('reports.inspection_id', '=', filter.inspectionId);
  if (filter.verdict !== undefined) query = query.where('reports.verdict', '=', filter.verdict);
  if (filter.from !== undefined) query = query.where('reports.created_at', '>=', new Date(filter.from));
  if (filter.to !== undefined) query = query.where('reports.created_at', '<', new Date(filter.to));
  if (place !== null)
    query = query.where(sql<boolean>`(reports.created_at, reports.id) < (${place.time}::timestamptz, ${place.id})`);
  return query
    .orderBy('reports.created_at', 'desc')
    .orderBy('reports.id', 'desc')
    .limit(limit + 1)
    .execute();
}
