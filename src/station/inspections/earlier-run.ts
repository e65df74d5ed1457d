import { recipeBytes } from '../../core/inspection/recipe.ts';
import { doubtOfStored } from '../../core/inspection/registration-doubt.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import type { AppError, Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import { sha256Hex } from '../digest.ts';
import type { BoardReport, BoardRequest, BoardTimings } from './board-request.ts';
import { findInspection } from './find.ts';
import type { Original } from './originals.ts';
import { getInspection } from './read.ts';
import type { RunSettings } from './run-settings.ts';

/**
 * The newest completed inspection of the same image as the same part and serial, and whether it answers the same
 * question: same golden, model and recipe. Asked with others, the board is inspected again as its next run.
 */
export function earlierRun(
  db: Database,
  request: BoardRequest,
  board: Original,
  golden: Original | null,
  settings: RunSettings,
): Result<{ readonly stored: StoredInspection; readonly same: boolean } | null, AppError> {
  const { part, serial } = request;
  const found = findInspection(db, { sha256: board.image.sha256, part, serial });
  if (!found.ok) return found;
  if (found.value === null) return { ok: true, value: null };
  const read = getInspection(db, found.value.id);
  if (!read.ok) return read;
  const stored = read.value;
  if (stored === null) return { ok: true, value: null };
  const same =
    (stored.golden?.sha256 ?? null) === (golden?.image.sha256 ?? null) &&
    stored.recipe.sha256 === sha256Hex(recipeBytes(settings.recipe)) &&
    stored.inference?.model.sha256 === settings.model.sha256;
  return { ok: true, value: { stored, same } };
}

/** A stored inspection as the run that found it reports it. */
export function reportOfStored(stored: StoredInspection, request: BoardRequest, imagePath: string): BoardReport {
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
