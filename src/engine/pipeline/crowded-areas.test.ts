import { describe, expect, it } from 'vitest';
import type { BoardFrame } from '../../core/detection/merge.ts';
import { planTiles } from '../../core/detection/tiling.ts';
import { crowdedAreas } from './crowded-areas.ts';

const board: BoardFrame = { width: 280, height: 190, toGolden: null };
/** Three by two tiles that overlap by ten pixels: at 0, 90 and 180, and at 0 and 90. */
const { tiles } = planTiles(board, { width: 100, height: 100 }, 10);
const areasOf = (...at: readonly number[]) =>
  crowdedAreas(
    at.map((index) => tiles[index]!),
    board,
    [],
  );

describe('crowded areas', () => {
  it('are tiles, and those side by side are one', () => {
    expect(areasOf()).toEqual([]);
    expect(areasOf(1)).toEqual([{ x: 90, y: 0, width: 100, height: 100 }]);
    expect(areasOf(0, 1, 2, 3, 4, 5)).toEqual([{ x: 0, y: 0, width: 280, height: 190 }]);
    expect(areasOf(0, 2, 3)).toEqual([
      { x: 0, y: 0, width: 100, height: 190 },
      { x: 180, y: 0, width: 100, height: 100 },
    ]);
    // A corner in common is no side.
    expect(areasOf(0, 4)).toHaveLength(2);
  });

  it('end where the picture ends', () => {
    const small = { width: 60, height: 40, toGolden: null };
    expect(crowdedAreas([{ x: 0, y: 0, width: 100, height: 100 }], small, [])).toEqual([
      { x: 0, y: 0, width: 60, height: 40 },
    ]);
  });

  it('are only where the recipe inspects something, which lies where the golden does', () => {
    const regions = [{ kind: 'include', box: { x: 5, y: 5, width: 40, height: 40 } }] as const;
    const asked = (toGolden: BoardFrame['toGolden']) => crowdedAreas(tiles, { ...board, toGolden }, regions);
    expect(asked(null)).toEqual([{ x: 0, y: 0, width: 100, height: 100 }]);
    expect(asked({ dx: -200, dy: 0, angle: 0, scale: 1 })).toEqual([{ x: 180, y: 0, width: 100, height: 100 }]);
    expect(asked({ dx: 1000, dy: 0, angle: 0, scale: 1 })).toEqual([]);
    const hidden = [{ kind: 'exclude', box: { x: 0, y: 0, width: 190, height: 190 } }] as const;
    expect(crowdedAreas(tiles, board, hidden)).toEqual([{ x: 180, y: 0, width: 100, height: 190 }]);
  });
});
