import { createHash } from 'node:crypto';
import type { Results, ResultsReceipt } from '@fiducial/protocol/api';
import { canonicalText } from '@fiducial/protocol/audit';
import type { Db } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import { refuse } from '../problems.ts';
import { recordEvent } from '../repositories/events.ts';
import { findInspection, holdInspection, type InspectionRow, touchStation } from '../repositories/inspections.ts';
import { noteModel } from '../repositories/overview.ts';
import { reportOf, upsertReport } from '../repositories/reports.ts';
import {
  insertRevision,
  newestRevisions,
  replaceParts,
  type Series,
  setOutcome,
  storedRevision,
} from '../repositories/results.ts';
import { ok, type Result } from '../result.ts';
import { type ModelCatalogue, unknownDefectType } from './defect-types.ts';

/**
 * Stores one revision of what was found. A revision that is here with the same content is no change; with other content,
 * or older than the newest without being here, it is refused. What a station says about its board holds from its first
 * document on, whatever was found here before, and nobody else's takes its place. Runs in a transaction.
 */
export async function storeResults(
  db: Db,
  principal: Principal,
  inspectionId: string,
  results: Results,
  catalogue: ModelCatalogue,
): Promise<Result<ResultsReceipt>> {
  await holdInspection(db, inspectionId);
  const inspection = await findInspection(db, principal, inspectionId);
  if (inspection === undefined) return refuse('INSPECTION_NOT_FOUND');
  const sha256 = resultsSha256(results);
  const receipt = { inspection_id: inspectionId, revision: results.revision, sha256 };
  const series: Series = principal.kind === 'device' ? 'station' : 'central';
  const newest = await newestRevisions(db, inspectionId);
  if (series === 'central' && newest.station > 0) return refuse('RESULTS_OF_STATION');
  const current_revision = newest[series];
  if (results.revision <= current_revision) {
    const stored = await storedRevision(db, inspectionId, series, results.revision);
    if (stored?.sha256 === sha256) {
      const report_id = (await reportOf(db, inspectionId))?.id ?? null;
      return ok({ ...receipt, current_revision, stored: false, report_id });
    }
    return refuse(stored === undefined ? 'RESULTS_STALE' : 'RESULTS_CONFLICT', { current_revision });
  }
  if (!speaksOfOwnDefects(results)) return refuse('RESULTS_UNKNOWN_DEFECT');
  const type = await unknownDefectType(results, catalogue);
  if (type !== null) return refuse('RESULTS_UNKNOWN_TYPE', { type });
  const report_id = await adoptResults(db, inspection, series, results, sha256);
  return ok({ ...receipt, current_revision: results.revision, stored: true, report_id });
}

/** Makes a checked revision the one that holds, with its report and its event. */
export async function adoptResults(
  db: Db,
  inspection: InspectionRow,
  series: Series,
  results: Results,
  sha256: string,
): Promise<string> {
  await insertRevision(db, inspection.id, series, results, sha256);
  await replaceParts(db, inspection.id, results);
  await setOutcome(db, inspection.id, results);
  const reportId = await upsertReport(db, inspection, results);
  if (inspection.station !== null && series === 'station') {
    await touchStation(db, inspection.station);
    if (results.inference !== null) await noteModel(db, inspection.station, results.inference.model);
  }
  await recordEvent(
    db,
    { topic: 'inspection.lifecycle', type: inspection.revision === 0 ? 'inspection.completed' : 'inspection.updated' },
    {
      inspection_id: inspection.id,
      batch_id: inspection.lot_number,
      status: results.status,
      verdict: results.verdict,
      revision: results.revision,
    },
  );
  return reportId;
}

export const resultsSha256 = (results: Results): string =>
  createHash('sha256').update(canonicalText(results)).digest('hex');

function speaksOfOwnDefects({ defects, verifications, annotations }: Results): boolean {
  const known = new Set(defects.map(({ defect_id }) => defect_id));
  return (
    known.size === defects.length &&
    verifications.every(({ defect_id }) => known.has(defect_id)) &&
    annotations.every(({ defect_id }) => defect_id === null || known.has(defect_id)) &&
    new Set(annotations.map(({ annotation_id }) => annotation_id)).size === annotations.length
  );
}
