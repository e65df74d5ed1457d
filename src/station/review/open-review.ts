import { inspectionError } from '../../core/inspection/errors.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import type { BoardReview } from '../../core/review/board-review.ts';
import type { StationContext } from '../context.ts';
import { findStored } from '../inspections/read.ts';
import { type ReviewFailure, reviewOf } from './commit-step.ts';

/** A board and what people said about it, as a person's step starts from. The commit looks again. */
export function openReview(
  { db }: StationContext,
  inspectionId: string,
): Result<{ readonly inspection: StoredInspection; readonly review: BoardReview }, ReviewFailure> {
  const found = db.read(() => findStored(db, inspectionId));
  if (!found.ok) return found;
  if (found.value === null) return fail(inspectionError('INSPECTION_NOT_FOUND'));
  return ok({ inspection: found.value, review: reviewOf(found.value) });
}
