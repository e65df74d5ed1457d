import type { Inference, InspectionDetail, Results } from '@fiducial/protocol/api';
import type { Db } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import { refuse } from '../problems.ts';
import { artifactsOf, toArtifact } from '../repositories/artifacts.ts';
import { findInspection, toInspection } from '../repositories/inspections.ts';
import { countDefects, defectsOf, documentOf, inferencesOf, newestRevisions } from '../repositories/results.ts';
import { ok, type Result } from '../result.ts';

export async function readInspection(db: Db, principal: Principal, id: string): Promise<Result<InspectionDetail>> {
  const row = await findInspection(db, principal, id);
  if (row === undefined) return refuse('INSPECTION_NOT_FOUND');
  const [defects, inferences, artifacts, newest] = await Promise.all([
    defectsOf(db, id),
    inferencesOf(db, id),
    artifactsOf(db, id),
    newestRevisions(db, id),
  ]);
  const ofStation = newest.station > 0;
  const holds = ofStation ? 'station' : newest.central > 0 ? 'central' : null;
  const document = holds === null ? undefined : await documentOf(db, id, holds, newest[holds]);
  const beside = ofStation && newest.central > 0 ? await documentOf(db, id, 'central', newest.central) : undefined;
  return ok({
    ...toInspection(row),
    defects: [...defects],
    inferences: [...inferences],
    artifacts: artifacts.map(toArtifact),
    results_of: holds,
    error: document?.error ?? null,
    found_here: beside === undefined ? null : toFound(beside),
  });
}

const toFound = (results: Results): InspectionDetail['found_here'] => ({
  verdict: results.verdict,
  defects_detected: countDefects(results),
  completed_at: results.completed_at,
  model: results.inference === null ? null : nameOfModel(results.inference),
});

const nameOfModel = ({ model: { name, version } }: Inference) => ({ name, version });
