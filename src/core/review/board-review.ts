import type { AnnotationContent } from '../annotation/annotation.ts';
import type { SignatureMeaning } from '../identity/signature.ts';
import type { Verdict, Verification } from '../inspection/vocabulary.ts';
import type { AnnotationId, DefectId } from '../kernel/ids.ts';

/** What a person says about a defect. */
export interface Decision {
  readonly verification: Verification;
  /** One of the site's reasons, or empty: its own text, or the id of a standard reason. */
  readonly reason: string;
  readonly note: string;
}

/** Where every defect starts. */
export const undecided: Decision = { verification: 'not_verified', reason: '', note: '' };

export interface SignOff {
  readonly verdict: Verdict;
  readonly note: string;
  /** What the signer means by signing. */
  readonly meaning: SignatureMeaning;
}

/** Everything that people said about one board, and nothing that the model said. */
export interface BoardReview {
  /** One for each defect of the board. */
  readonly decisions: ReadonlyMap<DefectId, Decision>;
  /** Null while the board waits. */
  readonly signOff: SignOff | null;
  readonly annotations: ReadonlyMap<AnnotationId, AnnotationContent>;
}
