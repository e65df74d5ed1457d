import { useEffect, useRef } from 'react';
import type { CompareMode, Defect } from '../../app/review-store.ts';
import { useCommand } from '../../app/use-command.ts';
import { useReview, useWorkspace } from '../../app/workspace-context.tsx';
import type { ViewStore } from '../../viewer/stage/view-store.ts';
import type { Blink } from './use-blink.ts';

/** One press of a key or button. */
export const zoomStep = Math.SQRT2;
/** A defect smaller than this is zoomed to when it is selected, CSS pixels. */
const smallestSeen = 20;

/** Keys and menu items of the view, and the view that follows the selection. */
export function useViewCommands(
  view: ViewStore,
  boardId: string,
  selected: Defect | null,
  blink: Blink,
  hasGolden: boolean,
  noGolden: string,
): { readonly setMode: (mode: CompareMode) => void } {
  const { notices } = useWorkspace();
  const compare = useReview((state) => state.compare);
  const setCompare = useReview((state) => state.setCompare);
  const overlays = useReview((state) => state.overlays);
  const setOverlays = useReview((state) => state.setOverlays);
  const focusCount = useReview((state) => state.focusCount);

  const setMode = (mode: CompareMode): void => {
    if (mode !== 'board' && !hasGolden) notices.say({ id: 'no-golden', tone: 'info', title: noGolden });
    else if (mode === 'blink' && compare === 'blink' && blink.byHand) blink.toggle();
    else setCompare(mode);
  };
  /** A second press of a mode's key shows the board alone again. */
  const press = (mode: CompareMode): void =>
    setMode(mode === compare && !(mode === 'blink' && blink.byHand) ? 'board' : mode);

  useCommand('board.zoomIn', () => view.actions.zoom(zoomStep));
  useCommand('board.zoomOut', () => view.actions.zoom(1 / zoomStep));
  useCommand('board.fit', () => view.actions.fit());
  useCommand('board.actualSize', () => view.actions.actual());
  useCommand('board.toDefect', () => selected && view.actions.zoomTo(selected.box), selected !== null);
  useCommand('board.overlays', () => setOverlays(!overlays));
  useCommand('board.single', () => setMode('board'));
  useCommand('board.side', () => press('side'));
  useCommand('board.blink', () => press('blink'));
  useCommand('board.curtain', () => press('curtain'));
  useCommand('board.difference', () => press('difference'));

  const shownBoard = useRef<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each count is one wish to see the selected defect
  useEffect(() => {
    const sameBoard = shownBoard.current === boardId;
    shownBoard.current = boardId;
    const { fitted, view: now } = view.getState();
    // A board that comes fitted is seen as a whole first; in a closer view it is seen at its defect.
    if (selected === null || (!sameBoard && fitted)) return;
    const seen = Math.max(selected.box.width, selected.box.height) * now.scale;
    if (seen < smallestSeen) view.actions.zoomTo(selected.box);
    else view.actions.reveal(selected.box);
  }, [focusCount, boardId, view]);

  return { setMode };
}
