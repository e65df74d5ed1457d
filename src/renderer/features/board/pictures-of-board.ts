/** A reviewed board as the viewer's pictures, marks and notes. Pure. */
import type { TFunction } from 'i18next';
import type { Annotation, Board, Defect } from '../../app/review-store.ts';
import { typeName } from '../../app/type-name.ts';
import type { Mark, Note } from '../../viewer/marks/mark.ts';
import { fromRows, identity, invert } from '../../viewer/space/affine.ts';
import type { Picture } from '../../viewer/tiles/tile-plan.ts';

export const boardPicture = (board: Pick<Board, 'image'>): Picture | null =>
  board.image && { ...board.image, toBoard: identity };

/** Null where there is no golden or nobody knows where it lies: it can then not be laid over the board. */
export function goldenPicture(board: Pick<Board, 'golden' | 'registration'>): Picture | null {
  if (board.golden === null || board.registration === null) return null;
  const toBoard = invert(fromRows(board.registration.matrix));
  return toBoard && { ...board.golden, toBoard };
}

export const markOf = (defect: Defect, t: TFunction<'board'>, format: (confidence: number) => string): Mark => ({
  id: defect.id,
  box: defect.box,
  label: typeName(t, defect.type),
  confidence: defect.confidence === null ? '' : format(defect.confidence),
  severity: defect.severity,
  state: defect.verification,
});

/** Where an annotation lies: its own box, or that of the defect that it is about. */
export const boxOf = (annotation: Annotation, defects: readonly Defect[]) =>
  annotation.box ?? defects.find(({ id }) => id === annotation.defectId)?.box ?? null;

export function notesOf(board: Pick<Board, 'annotations' | 'defects'>, t: TFunction<'board'>): Note[] {
  return board.annotations.flatMap((annotation) => {
    const box = boxOf(annotation, board.defects);
    if (box === null) return [];
    return [{ id: annotation.id, kind: annotation.kind, box, label: noteText(annotation, t) }];
  });
}

export const noteText = ({ kind, label }: Annotation, t: TFunction<'board'>): string =>
  t(`note.${kind}`, { type: label === null ? '' : typeName(t, label) });
