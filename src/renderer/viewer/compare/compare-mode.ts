/** Ways to see the board against its golden, and which picture each pane then draws. Pure. */
import { assertNever } from '../../../core/kernel/result.ts';
import type { Picture } from '../tiles/tile-plan.ts';

export const compareModes = ['board', 'side', 'blink', 'curtain', 'difference'] as const;
export type CompareMode = (typeof compareModes)[number];

/** One picture of a pane, drawn over those before it. */
export interface PictureLayer {
  readonly picture: Picture;
  readonly blend: 'over' | 'difference';
  /** Drawn only to the right of this share of the pane's width; 0 for all of it. */
  readonly from: number;
}

export interface Comparison {
  readonly mode: CompareMode;
  readonly board: Picture;
  /** Null where the board has none or where its place on the board is unknown: then every mode shows the board. */
  readonly golden: Picture | null;
  /** What blink shows at this moment. */
  readonly goldenShown: boolean;
  /** Place of the curtain's edge, share of the pane's width. */
  readonly curtain: number;
}

export interface PaneContent {
  readonly name: 'board' | 'golden' | 'curtain' | 'difference';
  readonly layers: readonly PictureLayer[];
}

const whole = (picture: Picture): PictureLayer => ({ picture, blend: 'over', from: 0 });

/** The panes from left to right. */
export function panesOf(comparison: Comparison): readonly PaneContent[] {
  const { mode, board, golden } = comparison;
  const boardPane: PaneContent = { name: 'board', layers: [whole(board)] };
  if (golden === null) return [boardPane];
  const goldenPane: PaneContent = { name: 'golden', layers: [whole(golden)] };
  switch (mode) {
    case 'board':
      return [boardPane];
    case 'side':
      return [boardPane, goldenPane];
    case 'blink':
      return [comparison.goldenShown ? goldenPane : boardPane];
    case 'curtain':
      return [
        { name: 'curtain', layers: [whole(board), { picture: golden, blend: 'over', from: comparison.curtain }] },
      ];
    case 'difference':
      return [{ name: 'difference', layers: [whole(board), { picture: golden, blend: 'difference', from: 0 }] }];
    default:
      return assertNever(mode);
  }
}

/** Pictures whose tiles a pane keeps loaded: blink needs both at once. */
export function picturesOf(comparison: Comparison, pane: PaneContent): readonly Picture[] {
  if (comparison.mode === 'blink' && comparison.golden !== null) return [comparison.board, comparison.golden];
  return pane.layers.map((layer) => layer.picture);
}
