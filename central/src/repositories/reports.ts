import type { Report, Results, Verdict } from '@fiducial/protocol/api';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Db } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import { type InspectionRow, resolveNames } from './inspections.ts';
import { newestRows } from './newest-rows.ts';
import type { Place } from './place.ts';
import { countDefects } from './results.ts';

/** Makes the inspection's report, or brings it up to the revision. Its id stays. */
export async function upsertReport(
  db: Db,
  inspection: Pick<InspectionRow, 'id' | 'lot_id' | 'part_id' | 'station'>,
  results: Results,
): Promise<string> {
  const row = await db
    .insertInto('reports')
    .values({
      id: `rpt_${uuidv7().replaceAll('-', '')}`,
      inspection_id: inspection.id,
      lot_id: inspection.lot_id,
      part_id: inspection.part_id,
      station: inspection.station,
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

interface ReportRow {
  readonly id: string;
  readonly inspection_id: string;
  readonly lot_number: string;
  readonly part_number: string | null;
  readonly defects_detected: number;
  readonly verdict: string | null;
  readonly created_at: Date;
}

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

/** A report that the principal may see; undefined for others', as if there was none. */
export async function findReport(db: Db, principal: Principal, id: string): Promise<ReportRow | undefined> {
  let query = db
    .selectFrom('reports')
    .innerJoin('lots', 'lots.id', 'reports.lot_id')
    .leftJoin('parts', 'parts.id', 'reports.part_id')
    .selectAll('reports')
    .select(['lots.lot_number', 'parts.part_number'])
    .where('reports.id', '=', id);
  if (principal.station !== null) query = query.where('reports.station', '=', principal.station);
  return query.executeTakeFirst();
}

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
): Promise<readonly ReportRow[]> {
  const named = await resolveNames(db, filter);
  if (named === null) return [];
  const { inspectionId: inspection_id, verdict, from, to } = filter;
  const station = principal.station ?? undefined;
  const equal = { lot_id: named.lotId, part_id: named.partId, inspection_id, station };
  const newest = newestRows<ReportRow>('reports', { verdict, equal, from, to }, place, limit + 1);
  const { rows } = await sql<ReportRow>`
    SELECT r.*, lots.lot_number, parts.part_number FROM (${newest}) AS r
    JOIN lots ON lots.id = r.lot_id LEFT JOIN parts ON parts.id = r.part_id
    ORDER BY r.created_at DESC, r.id DESC`.execute(db);
  return rows;
}
