/** What is in hand belongs to one board: as another comes, it is kept for the one that it was made on. */
import type { AnnotationDraft, Board } from '../../app/review-store.ts';
import type { ToolStore } from '../../viewer/tools/tool-store.ts';
import { adjustedDraft } from './annotation-drafts.ts';

interface PutAway {
  /** What was adjusted and not stored yet. */
  readonly adjusted: readonly AnnotationDraft[];
  /** A box that was drawn has no type yet, without which it cannot be stored. */
  readonly untyped: boolean;
}

/** Leaves the tool as if another one had been chosen. `board`: the one that it was used on, as it was last. */
export function putAway(tools: ToolStore, board: Pick<Board, 'id' | 'annotations' | 'image'>): PutAway {
  if (board.image === null) return { adjusted: [], untyped: false };
  const effects = tools.send({ type: 'choose_select' }, board.image);
  return {
    adjusted: effects.flatMap((effect) => {
      const draft = effect.type === 'adjusted' ? adjustedDraft(board, effect.target, effect.box) : null;
      return draft === null ? [] : [draft];
    }),
    untyped: effects.some(({ type }) => type === 'drew'),
  };
}
