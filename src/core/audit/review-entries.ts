import type { AnnotationKind, Verification } from '../inspection/vocabulary.ts';
import { draft, type EntryDraft } from './draft.ts';

/** `id` is the defect's. An undo is another verification, back to what was before. */
export const verificationSet = (facts: {
  readonly id: string;
  readonly inspectionId: string;
  readonly before: Verification;
  readonly after: Verification;
  readonly reason: string;
}): EntryDraft =>
  draft(
    { action: 'verification.set', object: { type: 'defect', id: facts.id } },
    {
      reason: facts.reason,
      before: { verification: facts.before },
      after: { verification: facts.after, inspection: facts.inspectionId },
    },
  );

/** `sha256`: of the annotation's content, whose boxes are no integers. */
export const annotationMade = (facts: {
  readonly id: string;
  readonly inspectionId: string;
  readonly defectId: string | null;
  readonly kind: AnnotationKind;
  readonly sha256: string;
}): EntryDraft =>
  draft(
    { action: 'annotation.made', object: { type: 'annotation', id: facts.id } },
    {
      after: { kind: facts.kind, inspection: facts.inspectionId, defect: facts.defectId ?? '' },
      refs: { annotation: facts.sha256 },
    },
  );
