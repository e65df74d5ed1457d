/** The view that all panes of one board share. Kept outside React's state: it changes with every frame of a gesture. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Box } from '../../../core/detection/box.ts';
import { type Point, type Size, sameSize } from '../space/point.ts';
import {
  actualPixels,
  centreOn,
  clampView,
  type Frame,
  fitView,
  isShown,
  panBy,
  resizeView,
  type View,
  zoomAt,
  zoomToBox,
} from '../space/view.ts';

export interface ViewState {
  readonly view: View;
  readonly board: Size;
  readonly pane: Size;
  readonly devicePixelRatio: number;
  /** The board was fitted and nobody has moved it since: a pane of another size fits it again. */
  readonly fitted: boolean;
}

interface ViewActions {
  /** A board of the same size keeps the view; another one is fitted. */
  show(board: Size): void;
  resize(pane: Size, devicePixelRatio: number): void;
  zoom(factor: number, at?: Point): void;
  pan(dx: number, dy: number): void;
  fit(): void;
  actual(): void;
  centre(at: Point): void;
  zoomTo(box: Box): void;
  /** Moves only where the box is not in sight already. */
  reveal(box: Box): void;
  /** Fingers moved from the one middle to the other while spreading by `factor`. */
  pinch(from: Point, to: Point, factor: number): void;
}

export type ViewStore = StoreApi<ViewState> & { readonly actions: ViewActions };

/** Distance to the pane's edge that a revealed box keeps, CSS pixels. */
const revealMargin = 48;

export function createViewStore(): ViewStore {
  const store = createStore<ViewState>(() => ({
    view: { scale: 1, x: 0, y: 0 },
    board: { width: 1, height: 1 },
    pane: { width: 0, height: 0 },
    devicePixelRatio: 1,
    fitted: true,
  }));

  const move = (change: (view: View, frame: Frame) => View, fitted = false): void => {
    const state = store.getState();
    if (state.pane.width === 0 || state.pane.height === 0) return;
    const view = change(state.view, state);
    if (view !== state.view || fitted) store.setState({ view, fitted });
  };
  const fitBoard = (): void => move((_, { board, pane }) => fitView(board, pane), true);

  const actions: ViewActions = {
    show(board) {
      if (sameSize(board, store.getState().board)) return;
      store.setState({ board });
      fitBoard();
    },
    resize(pane, devicePixelRatio) {
      const before = store.getState();
      store.setState({ pane, devicePixelRatio });
      if (before.fitted || before.pane.width === 0) return fitBoard();
      move((view, { board }) => resizeView(view, before.pane, pane, board));
    },
    zoom: (factor, at) =>
      move((view, frame) => zoomAt(view, at ?? { x: frame.pane.width / 2, y: frame.pane.height / 2 }, factor, frame)),
    pan: (dx, dy) => move((view, frame) => panBy(view, dx, dy, frame)),
    fit: fitBoard,
    actual: () => move(actualPixels),
    centre: (at) => move((view, frame) => centreOn(view, at, frame)),
    zoomTo: (box) => move((_, frame) => zoomToBox(box, frame)),
    reveal: (box) =>
      move(
        (view, frame) =>
          isShown(view, box, frame.pane, Math.min(revealMargin, frame.pane.width / 4, frame.pane.height / 4))
            ? view
            : centreOn(view, { x: box.x + box.width / 2, y: box.y + box.height / 2 }, frame),
        false,
      ),
    pinch: (from, to, factor) =>
      move((view, frame) => {
        const moved = { ...view, x: view.x + to.x - from.x, y: view.y + to.y - from.y };
        return zoomAt(clampView(moved, frame.board, frame.pane), to, factor, frame);
      }),
  };
  return Object.assign(store, { actions });
}
