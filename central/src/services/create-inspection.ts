import { createHash } from 'node:crypto';
import type { Inspection, InspectionDraft } from '@fiducial/protocol/api';
import { canonicalText } from '@fiducial/protocol/audit';
import { uuidv7 } from 'uuidv7';
import type { Db } from '../database.ts';
import { nameOf, type Principal } from '../http/principal.ts';
import { refuse } from '../problems.ts';
import { recordEvent } from '../repositories/events.ts';
import {
  findInspection,
  insertInspection,
  lotIdOf,
  partIdOf,
  toInspection,
  touchStation,
} from '../repositories/inspections.ts';
import { ok, type Result } from '../result.ts';

export interface CreatedInspection {
  readonly inspection: Inspection;
  /** Whether an earlier try had made it. */
  readonly found: boolean;
}

/**
 * Makes an inspection. Where the client made its id, a retry at any later time finds what the first try made: the same
 * draft gives the inspection as it is now, another is refused. Runs in a transaction.
 */
export async function createInspection(
  db: Db,
  principal: Principal,
  draft: InspectionDraft,
): Promise<Result<CreatedInspection>> {
  const station = draft.station ?? principal.station;
  if (principal.station !== null && station !== principal.station) return refuse('ACCESS_OTHER_STATION');
  const id = draft.inspection_id ?? uuidv7();
  const draftSha256 = createHash('sha256')
    .update(canonicalText({ ...draft, station, inspection_id: null }))
    .digest('hex');
  if (draft.inspection_id !== undefined) {
    const earlier = await findEarlier(db, principal, id, draftSha256);
    if (!earlier.ok) return earlier;
    if (earlier.value !== null) return ok({ inspection: earlier.value, found: true });
  }
  const partId = draft.part === undefined ? null : await partIdOf(db, draft.part);
  const lotId = await lotIdOf(db, draft.lot, partId);
  await insertInspection(db, { id, lotId, partId, draft, station, draftSha256, createdBy: nameOf(principal) });
  if (station !== null) await touchStation(db, station);
  const row = await findInspection(db, principal, id);
  // Another transaction may have made it between the look and the insert.
  if (row === undefined || row.draft_sha256 !== draftSha256) return refuse('INSPECTION_EXISTS');
  await recordEvent(
    db,
    { topic: 'inspection.lifecycle', type: 'inspection.created' },
    { inspection_id: id, batch_id: draft.lot, chip_ids: draft.serial === undefined ? [] : [draft.serial], station },
  );
  return ok({ inspection: toInspection(row), found: false });
}

async function findEarlier(
  db: Db,
  principal: Principal,
  id: string,
  draftSha256: string,
): Promise<Result<Inspection | null>> {
  const row = await findInspection(db, { ...principal, station: null }, id);
  if (row === undefined) return ok(null);
  const isOwn = principal.station === null || row.station === principal.station;
  return isOwn && row.draft_sha256 === draftSha256 ? ok(toInspection(row)) : refuse('INSPECTION_EXISTS');
}
