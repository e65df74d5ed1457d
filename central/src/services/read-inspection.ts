import type { InspectionDetail } from '@fiducial/protocol/api';
import type { Db } from '../database.ts';
import type { Principal } from '../http/principal.ts';
import { refuse } from '../problems.ts';
import { artifactsOf, toArtifact } from '../repositories/artifacts.ts';
import { findInspection, toInspection } from '../repositories/inspections.ts';
import { defectsOf, inferencesOf } from '../repositories/results.ts';
import { ok, type Result } from '../result.ts';

export async function readInspection(db: Db, principal: Principal, id: string): Promise<Result<InspectionDetail>> {
  const row = await findInspection(db, principal, id);
  if (row === undefined) return refuse('INSPECTION_NOT_FOUND');
  const [defects, inferences, artifacts] = await Promise.all([
    defectsOf(db, id),
    inferencesOf(db, id),
    artifactsOf(db, id),
  ]);
  return ok({
    ...toInspection(row),
    defects: [...defects],
    inferences: [...inferences],
    artifacts: artifacts.map(toArtifact),
  });
}
