import { doubtOfStored } from '../../core/inspection/registration-doubt.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { BoardReport, BoardRequest, BoardTimings } from './board-request.ts';
import { findInspection } from './find.ts';
import type { Original } from './originals.ts';
import { getInspection } from './read.ts';
import type { RunSettings } from './run-settings.ts';
import { answers } from './same-question.ts';

/**
 * The newest completed inspection of the same image as the same part and serial, where it answers the same question. Null
 * where it does not: the board is then inspected again as its next run.
 */
export function earlierRun(
  db: Database,
  request: BoardRequest,
  board: Original,
  golden: Original | null,
  { model, recipe }: RunSettings,
): Result<StoredInspection | null, AppError> {
  const { part, serial } = request;
  const found = findInspection(db, { sha256: board.image.sha256, part, serial });
  if (!found.ok) return found;
  if (found.value === null) return ok(null);
  const read = getInspection(db, found.value.id);
  if (!read.ok || read.value === null) return read;
  const question = { goldenSha256: golden?.image.sha256 ?? null, modelSha256: model.sha256, recipe };
  return ok(answers(read.value, question) ? read.value : null);
}

/** A stored inspection as the run that found it reports it. */
export function reportOfStored(
  stored: StoredInspection,
  request: BoardRequest,
  imagePath: string,
): Omit<BoardReport, 'golden' | 'warnings'> {
  const { inference } = stored;
  if (inference === null) throw new Error(`Completed inspection ${stored.id} has no inference`);
  return {
    request,
    sha256: stored.image.sha256,
    width: stored.image.width ?? 0,
    height: stored.image.height ?? 0,
    inspectionId: stored.id,
    status: stored.status,
    verdict: stored.standingVerdict,
    runVerdict: stored.verdict,
    defects: stored.defects.map(({ verified, ...defect }) => ({
      ...defect,
      verification: verified?.verification ?? 'not_verified',
    })),
    model: inference.model,
    provider: inference.provider,
    registration: stored.registration,
    registrationPoor: stored.registrationPoor,
    registrationDoubt: doubtOfStored(stored),
    timings: timingsOf(inference.timingsMs),
    found: true,
    imagePath,
  };
}

function timingsOf(stored: Readonly<Record<string, number>>): BoardTimings {
  const { decode = 0, register = 0, infer = 0, merge = 0, store = 0, total = 0 } = stored;
  return { decode, register, infer, merge, store, total };
}
