import type { Box } from '../../../core/detection/box.ts';
import type { AnnotationKind, Severity, Verification } from '../../../core/inspection/vocabulary.ts';

/** A box that the model or a person put on the board: what the batched layer draws. */
export interface Mark {
  readonly id: string;
  readonly box: Box;
  /** Type as people read it, and the confidence as text; empty where there is none. */
  readonly label: string;
  readonly confidence: string;
  readonly severity: Severity;
  readonly state: Verification;
}

/** An engineer's truth for training, drawn apart from the marks. */
export interface Note {
  readonly id: string;
  readonly kind: AnnotationKind;
  readonly box: Box;
  readonly label: string;
}

export interface PlacedMark {
  readonly mark: Mark;
  /** Its line, pane pixels. */
  readonly box: Box;
}
