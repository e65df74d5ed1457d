import { meaningInWords, type SignatureFactor, type SignatureMeaning } from '../identity/signature.ts';
import type { AnnotationKind, Verdict, Verification } from '../inspection/vocabulary.ts';
import { draft, type EntryDraft, refs } from './draft.ts';

/** Whether a person decided, or took a decision back, or made it again: all are entries. */
export const changeCauses = ['person', 'undo', 'redo'] as const;
export type ChangeCause = (typeof changeCauses)[number];

/** Whose words an undo made hold again; null where a person speaks for itself. */
interface Restoring {
  readonly by: string | null;
}
const saidBy = ({ by }: Restoring) => (by === null ? {} : { by });

/** `id` is the defect's. An undo is another verification, back to what was before. */
export const verificationSet = (
  facts: Restoring & {
    readonly id: string;
    readonly inspectionId: string;
    readonly before: Verification;
    readonly after: Verification;
    readonly reason: string;
    readonly note: string;
    readonly cause: ChangeCause;
  },
): EntryDraft =>
  draft(
    { action: 'verification.set', object: { type: 'defect', id: facts.id } },
    {
      reason: facts.reason,
      before: { verification: facts.before },
      after: {
        verification: facts.after,
        inspection: facts.inspectionId,
        note: facts.note,
        cause: facts.cause,
        ...saidBy(facts),
      },
    },
  );

interface SigningFacts {
  /** The inspection's. */
  readonly id: string;
  readonly verdict: Verdict;
  readonly cause: ChangeCause;
}

export const boardSignedOff = (
  facts: SigningFacts &
    Restoring & {
      readonly note: string;
      readonly confirmed: number;
      readonly undecided: number;
      readonly resultSha256: string;
      readonly meaning: SignatureMeaning;
      /** Null where an undo makes an earlier signature hold again: `by` names whose. */
      readonly signature: { readonly printedName: string; readonly factor: SignatureFactor } | null;
    },
): EntryDraft =>
  draft(
    { action: 'board.signed_off', object: { type: 'inspection', id: facts.id } },
    {
      reason: facts.note,
      after: {
        verdict: facts.verdict,
        confirmed: facts.confirmed,
        undecided: facts.undecided,
        meaning: meaningInWords(facts.meaning),
        ...(facts.signature && { signer: facts.signature.printedName, factor: facts.signature.factor }),
        cause: facts.cause,
        ...saidBy(facts),
      },
      refs: refs({ result: facts.resultSha256 }),
    },
  );

/** `verdict`: of the sign-off that is taken back. */
export const boardReopened = (facts: SigningFacts & { readonly reason: string }): EntryDraft =>
  draft(
    { action: 'board.reopened', object: { type: 'inspection', id: facts.id } },
    { reason: facts.reason, before: { verdict: facts.verdict }, after: { cause: facts.cause } },
  );

interface AnnotationFacts {
  readonly id: string;
  readonly inspectionId: string;
  readonly revision: number;
  /** Of the annotation's content, whose boxes are no integers. */
  readonly sha256: string;
  readonly cause: ChangeCause;
}

export const annotationMade = (
  facts: AnnotationFacts & Restoring & { readonly defectId: string | null; readonly kind: AnnotationKind },
): EntryDraft =>
  draft(
    { action: 'annotation.made', object: { type: 'annotation', id: facts.id } },
    {
      after: {
        kind: facts.kind,
        inspection: facts.inspectionId,
        defect: facts.defectId ?? '',
        revision: facts.revision,
        cause: facts.cause,
        ...saidBy(facts),
      },
      refs: refs({ annotation: facts.sha256 }),
    },
  );

/** `sha256`: of the content that it had. */
export const annotationRemoved = (facts: AnnotationFacts): EntryDraft =>
  draft(
    { action: 'annotation.removed', object: { type: 'annotation', id: facts.id } },
    {
      after: { inspection: facts.inspectionId, revision: facts.revision, cause: facts.cause },
      refs: refs({ annotation: facts.sha256 }),
    },
  );
