/** A person's decisions. Each answer is the board as it is after the durable commit. */
import { z } from 'zod';
import { reviewedBoard } from './boards.ts';
import { call } from './contract-kinds.ts';
import { signatureInput } from './identity.ts';
import { annotationKind, box, id, line, note, storage, verification } from './values.ts';

/** `REVIEW_SIGNED_OFF`, `REVIEW_STALE` (the board changed meanwhile), `REVIEW_NOTHING_TO_UNDO`, …: core/review/errors.ts. */
const errors = [...storage, 'REVIEW', 'INSPECTION', 'IDENTITY'] as const;

const stepName = {
  kind: z.enum(['verification', 'sign_off', 'reopen', 'annotation_saved', 'annotation_removed']),
  inspectionId: id,
};

/** One step that undo takes back, for its tooltip: what was done to how many of what. */
export const step = z.object({
  ...stepName,
  serial: z.string().nullable(),
  count: z.number().int(),
  /** The verification set, where it is one. */
  verification: verification.nullable(),
});
const steps = z.object({ undo: step.nullable(), redo: step.nullable() });
const outcome = z.object({ board: reviewedBoard, steps });

export const review = {
  /** Same verification for several defects of one board at once is one step of undo. */
  verify: call(
    z.strictObject({
      inspectionId: id,
      defectIds: z.array(id).min(1).max(10_000),
      verification,
      reason: line.default(''),
      note: note.default(''),
    }),
    outcome,
    errors,
  ),
  /** Gives the board the verdict that `implied.signing` says and closes it. REVIEW_STALE unless `revision` is the board's. */
  signOff: call(
    z.strictObject({
      inspectionId: id,
      revision: z.number().int(),
      note: note.default(''),
      /** Needed once the station has people: IDENTITY_SIGNATURE_REQUIRED, IDENTITY_SIGNATURE_PASSWORD. */
      signature: signatureInput.default({ meaning: 'reviewed', proof: null }),
    }),
    outcome,
    errors,
  ),
  /** Takes a sign-off back, with a reason, so that decisions can change. */
  reopen: call(z.strictObject({ inspectionId: id, reason: line }), outcome, errors),
  /** Takes back this person's last step; `expected` names the only one that may go, and another is REVIEW_NOT_LAST_STEP. */
  undo: call(z.strictObject({ expected: z.strictObject(stepName).optional() }), outcome, errors),
  redo: call(z.strictObject({}), outcome, errors),
  /** What undo and redo would do; kept by the station, so it outlives the window's reload. */
  steps: call(z.strictObject({}), steps),
  /** The site's reasons to pick from, by verification. */
  reasons: call(z.strictObject({}), z.partialRecord(verification, z.array(z.string())), ['DB']),
};

/** An engineer's truth, apart from the model's boxes, which never change. */
export const annotations = {
  /** A new one, or the one with this id anew. ANNOTATION_BOX where it is empty or off the board, ANNOTATION_INCOMPLETE where the kind needs a box or label. */
  save: call(
    z.strictObject({
      inspectionId: id,
      id: id.nullish(),
      defectId: id.nullable(),
      kind: annotationKind,
      box: box.nullable(),
      label: line.nullable(),
      notes: note,
    }),
    outcome,
    [...errors, 'ANNOTATION'],
  ),
  remove: call(z.strictObject({ inspectionId: id, id }), outcome, [...errors, 'ANNOTATION']),
};
