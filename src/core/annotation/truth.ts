import type { Box } from '../detection/box.ts';
import type { DefectOrigin, Verification } from '../inspection/vocabulary.ts';
import type { DefectId } from '../kernel/ids.ts';
import { assertNever } from '../kernel/result.ts';
import type { AnnotationContent } from './annotation.ts';

/** A box that is true of a board as far as people know: what a model is trained on. */
export interface TruthBox {
  readonly type: string;
  /** In board pixels. */
  readonly box: Box;
  /** The model's, where its box and type stand as it gave them; else null. */
  readonly confidence: number | null;
  /** `operator` where a person drew or corrected it. */
  readonly origin: DefectOrigin;
  readonly verification: Verification;
}

export interface JudgedBox extends TruthBox {
  readonly id: DefectId;
}

/**
 * What is true of a board. An engineer's annotations say it where there are some about a defect; else what the operator
 * said does: a rejected defect is none. What the model missed comes last. The given boxes are not changed.
 */
export function truthOf(defects: readonly JudgedBox[], annotations: readonly AnnotationContent[]): readonly TruthBox[] {
  const about = Map.groupBy(annotations, ({ defectId }) => defectId);
  const kept = defects.flatMap((defect) => correctedBox(defect, about.get(defect.id) ?? []) ?? []);
  return [...kept, ...annotations.flatMap((annotation) => missedBox(annotation) ?? [])];
}

function correctedBox({ id: _, ...defect }: JudgedBox, annotations: readonly AnnotationContent[]): TruthBox | null {
  if (annotations.length === 0) return defect.verification === 'rejected' ? null : defect;
  let truth: TruthBox = { ...defect, confidence: null, origin: 'operator', verification: 'confirmed' };
  for (const { kind, box, label } of annotations) {
    switch (kind) {
      case 'false_positive':
        return null;
      case 'incorrect_box':
        truth = { ...truth, box: box ?? truth.box };
        break;
      case 'incorrect_label':
        truth = { ...truth, type: label ?? truth.type };
        break;
      case 'missed_detection':
        break;
      default:
        return assertNever(kind);
    }
  }
  return truth;
}

function missedBox({ kind, box, label }: AnnotationContent): TruthBox | null {
  if (kind !== 'missed_detection' || box === null || label === null) return null;
  return { type: label, box, confidence: null, origin: 'operator', verification: 'confirmed' };
}
