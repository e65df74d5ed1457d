import type { Defect, Inference, Results } from '@fiducial/protocol/api';
import { sql } from 'kysely';
import type { Db } from '../database.ts';

/** Whose documents are counted: the station's own, or those made here (by a job, or sent by a person). */
export type Series = 'station' | 'central';

/** The newest revision of each series; 0 where it has none. Once a station has one, its series is the one that holds. */
export async function newestRevisions(db: Db, inspectionId: string): Promise<Readonly<Record<Series, number>>> {
  const rows = await db
    .selectFrom('results')
    .select(({ fn }) => ['series', fn.max('revision').as('revision')])
    .where('inspection_id', '=', inspectionId)
    .groupBy('series')
    .execute();
  const newestOf = (series: Series): number => rows.find((row) => row.series === series)?.revision ?? 0;
  return { station: newestOf('station'), central: newestOf('central') };
}

const oneRevision = (db: Db, inspectionId: string, series: Series, revision: number) =>
  db
    .selectFrom('results')
    .where('inspection_id', '=', inspectionId)
    .where('series', '=', series)
    .where('revision', '=', revision);

export const storedRevision = (db: Db, inspectionId: string, series: Series, revision: number) =>
  oneRevision(db, inspectionId, series, revision).select(['revision', 'sha256']).executeTakeFirst();

export async function documentOf(
  db: Db,
  inspectionId: string,
  series: Series,
  revision: number,
): Promise<Results | undefined> {
  const row = await oneRevision(db, inspectionId, series, revision).select('document').executeTakeFirst();
  return row?.document as Results | undefined;
}

export async function insertRevision(
  db: Db,
  inspectionId: string,
  series: Series,
  results: Results,
  sha256: string,
): Promise<void> {
  await db
    .insertInto('results')
    .values({ inspection_id: inspectionId, series, revision: results.revision, sha256, document: results })
    .execute();
}

/** Puts the document's parts in the place of what earlier revisions said. */
export async function replaceParts(db: Db, inspectionId: string, results: Results): Promise<void> {
  for (const table of ['defects', 'inferences', 'annotations'] as const)
    await db.deleteFrom(table).where('inspection_id', '=', inspectionId).execute();
  const { inference, defects, annotations } = results;
  if (inference !== null)
    await db
      .insertInto('inferences')
      .values({
        inspection_id: inspectionId,
        id: inference.inference_id,
        model_name: inference.model.name,
        model_version: inference.model.version,
        model_sha256: inference.model.sha256,
        provider: inference.provider,
        used_golden: inference.used_golden,
        thresholds: inference.thresholds,
        timings_ms: inference.timings_ms,
      })
      .execute();
  // A statement has at most 65,535 parameters.
  for (let at = 0; at < defects.length; at += rowsAtOnce)
    await db
      .insertInto('defects')
      .values(
        defects.slice(at, at + rowsAtOnce).map((defect, index) => ({
          inspection_id: inspectionId,
          id: defect.defect_id,
          position: at + index,
          defect_type: defect.type,
          severity: defect.severity,
          ...defect.box,
          confidence: defect.confidence,
          origin: defect.origin,
          verification: defect.verification,
        })),
      )
      .execute();
  for (let at = 0; at < annotations.length; at += rowsAtOnce)
    await db
      .insertInto('annotations')
      .values(
        annotations.slice(at, at + rowsAtOnce).map((annotation) => ({
          inspection_id: inspectionId,
          id: annotation.annotation_id,
          kind: annotation.kind,
          defect_id: annotation.defect_id,
          box: annotation.box,
          label: annotation.label,
          notes: annotation.notes,
        })),
      )
      .execute();
}

const rowsAtOnce = 2000;

export async function setOutcome(db: Db, inspectionId: string, results: Results): Promise<void> {
  await db
    .updateTable('inspections')
    .set({
      status: results.status,
      verdict: results.verdict,
      defects_detected: countDefects(results),
      revision: results.revision,
      completed_at: new Date(results.completed_at),
      updated_at: sql<Date>`now()` as never,
    })
    .where('id', '=', inspectionId)
    .execute();
}

/** What a person rejected is no defect. */
export const countDefects = ({ defects }: Pick<Results, 'defects'>): number =>
  defects.filter(({ verification }) => verification !== 'rejected').length;

export async function defectsOf(db: Db, inspectionId: string): Promise<readonly Defect[]> {
  const rows = await db
    .selectFrom('defects')
    .selectAll()
    .where('inspection_id', '=', inspectionId)
    .orderBy('position')
    .execute();
  return rows.map((row) => ({
    defect_id: row.id,
    type: row.defect_type,
    severity: row.severity as Defect['severity'],
    box: { x: row.x, y: row.y, width: row.width, height: row.height },
    confidence: row.confidence,
    origin: row.origin as Defect['origin'],
    verification: row.verification as Defect['verification'],
  }));
}

export async function inferencesOf(db: Db, inspectionId: string): Promise<readonly Inference[]> {
  const rows = await db.selectFrom('inferences').selectAll().where('inspection_id', '=', inspectionId).execute();
  return rows.map((row) => ({
    inference_id: row.id,
    model: { name: row.model_name, version: row.model_version, sha256: row.model_sha256 },
    provider: row.provider,
    used_golden: row.used_golden,
    thresholds: row.thresholds as Inference['thresholds'],
    timings_ms: row.timings_ms as Inference['timings_ms'],
  }));
}
