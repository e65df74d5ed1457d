import type { Box } from '../detection/box.ts';
import { clipToImage } from '../detection/geometry.ts';
import type { AnnotationKind } from '../inspection/vocabulary.ts';
import type { DefectId } from '../kernel/ids.ts';
import { assertNever, fail, ok, type Result } from '../kernel/result.ts';
import { type AnnotationError, annotationError } from './errors.ts';

/** An engineer's truth for training. The model's box stays as it is, whatever is said here. */
export interface AnnotationContent {
  readonly kind: AnnotationKind;
  /** The model's defect that it speaks of; null for one that the model missed. */
  readonly defectId: DefectId | null;
  /** In board pixels. */
  readonly box: Box | null;
  readonly label: string | null;
  readonly notes: string;
}

/** Smallest side of a box in pixels: less is a slip of the hand. */
const minSide = 1;

/**
 * Checks what a person drew on a board of this size and gives it as it is kept: the box cut at the board's edges, and
 * without what its kind does not use. Errors: ANNOTATION_BOX, ANNOTATION_INCOMPLETE.
 */
export function checkedAnnotation(
  content: AnnotationContent,
  board: { readonly width: number; readonly height: number },
): Result<AnnotationContent, AnnotationError> {
  const needs = needsOf(content.kind);
  if (needs.defect !== (content.defectId !== null)) return incomplete(content, needs.defect ? 'defect' : 'no_defect');
  const label = content.label?.trim() ?? '';
  if (needs.label && label === '') return incomplete(content, 'label');
  if (needs.box && content.box === null) return incomplete(content, 'box');
  const box = needs.box && content.box !== null ? clipToImage(content.box, board.width, board.height) : null;
  if (box !== null && !(box.width >= minSide && box.height >= minSide)) {
    return fail(annotationError('ANNOTATION_BOX', { width: board.width, height: board.height }));
  }
  return ok({ ...content, box, label: needs.label ? label : null });
}

interface Needs {
  readonly defect: boolean;
  readonly box: boolean;
  readonly label: boolean;
}

function needsOf(kind: AnnotationKind): Needs {
  switch (kind) {
    case 'false_positive':
      return { defect: true, box: false, label: false };
    case 'missed_detection':
      return { defect: false, box: true, label: true };
    case 'incorrect_box':
      return { defect: true, box: true, label: false };
    case 'incorrect_label':
      return { defect: true, box: false, label: true };
    default:
      return assertNever(kind);
  }
}

const incomplete = (content: AnnotationContent, missing: string) =>
  fail(annotationError('ANNOTATION_INCOMPLETE', { kind: content.kind, missing }));
