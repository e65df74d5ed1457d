import { canonicalBytes } from '@fiducial/protocol/audit';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import { assertNever } from '../../core/kernel/result.ts';
import type { ReviewStep } from '../../core/review/review-step.ts';
import type { Database } from '../db/database.ts';
import { sha256Hex } from '../digest.ts';
import { queueForSync } from '../sync/outbox-rows.ts';

/** Queues what a step changed as a revision of the inspection; the hash stands for all that people said about it. */
export function queueChange(db: Database, step: ReviewStep, inspection: StoredInspection, now: string): void {
  const { id, defects, signOff, annotations, revision } = inspection;
  const decisions = defects.map((defect) => ({ id: defect.id, verified: defect.verified }));
  const payloadSha256 = sha256Hex(canonicalBytes({ id, decisions, signOff, annotations }));
  queueForSync(db, { kind: kindOf(step), objectId: id, revision, payloadSha256 }, now);
}

function kindOf({ kind }: ReviewStep): 'inspection' | 'verification' | 'annotation' {
  switch (kind) {
    case 'verification':
      return 'verification';
    case 'sign_off':
    case 'reopen':
      return 'inspection';
    case 'annotation_saved':
    case 'annotation_removed':
      return 'annotation';
    default:
      return assertNever(kind);
  }
}
