import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identity } from '../space/affine.ts';
import {
  bestLevel,
  createTilePlanner,
  type Picture,
  parentTile,
  planTiles,
  tileGrid,
  tileKey,
  tileRegion,
  tilesIn,
} from './tile-plan.ts';

const picture = (width: number, height: number): Picture => ({
  sha256: 'a'.repeat(64),
  width,
  height,
  toBoard: identity,
});
const side = fc.integer({ min: 1, max: 16_384 });

describe('which tiles a pane needs', () => {
  it('takes the coarsest level that is still sharp', () => {
    const size = { width: 16_000, height: 16_000 };
    expect(bestLevel(size, 4)).toBe(0);
    expect(bestLevel(size, 1)).toBe(0);
    expect(bestLevel(size, 0.5)).toBe(1);
    expect(bestLevel(size, 0.3)).toBe(1);
    expect(bestLevel(size, 0.001)).toBe(5);
  });

  it('covers every place of the region that is on the board, once', () => {
    const region = fc.record({ x: fc.integer({ min: -500, max: 9000 }), y: fc.integer({ min: -500, max: 9000 }) });
    const share = fc.double({ min: 0, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(side, side, region, fc.nat(4), share, share, (width, height, at, wanted, u, v) => {
        const board = picture(width, height);
        const level = Math.min(wanted, bestLevel(board, 0));
        const shown = { ...at, width: 1200, height: 800 };
        const p = { x: Math.floor(shown.x + u * shown.width), y: Math.floor(shown.y + v * shown.height) };
        const covering = tilesIn(board, level, shown)
          .map((tile) => tileRegion(board, tile))
          .filter((tile) => p.x >= tile.x && p.y >= tile.y && p.x < tile.x + tile.width && p.y < tile.y + tile.height);
        const isOnBoard = p.x >= 0 && p.y >= 0 && p.x < width && p.y < height;
        expect(covering).toHaveLength(isOnBoard ? 1 : 0);
      }),
    );
  });

  it('finds a coarser tile that covers all of a tile, up to the one that shows the whole board', () => {
    fc.assert(
      fc.property(side, side, fc.nat(), fc.nat(), (width, height, column, row) => {
        const board = picture(width, height);
        const grid = tileGrid(board, 0);
        let tile = { sha256: board.sha256, level: 0, column: column % grid.columns, row: row % grid.rows };
        for (let parent = parentTile(board, tile); parent !== null; parent = parentTile(board, tile)) {
          const [outer, inner] = [tileRegion(board, parent), tileRegion(board, tile)];
          expect(inner.x).toBeGreaterThanOrEqual(outer.x);
          expect(inner.y).toBeGreaterThanOrEqual(outer.y);
          expect(inner.x + inner.width).toBeLessThanOrEqual(outer.x + outer.width);
          expect(inner.y + inner.height).toBeLessThanOrEqual(outer.y + outer.height);
          tile = parent;
        }
        expect(tileRegion(board, tile)).toEqual({ x: 0, y: 0, width, height });
      }),
    );
  });

  it('wants the whole board first, then what is shown from the middle outwards, each tile once', () => {
    const plan = planTiles(picture(16_000, 16_000), { x: 4000, y: 4000, width: 1500, height: 900 }, 1);
    expect(plan.wanted[0]).toMatchObject({ level: 5, column: 0, row: 0 });
    expect(plan.wanted.slice(1, 1 + plan.shown.length)).toEqual(plan.shown);
    expect(plan.wanted.length).toBeGreaterThan(plan.shown.length + 1);
    expect(new Set(plan.wanted.map(tileKey)).size).toBe(plan.wanted.length);
    expect(plan.shown[0]).toMatchObject({ level: 0, column: 9, row: 8 });
  });

  it('stays small at every zoom of a board of 16,000 pixels', () => {
    const board = picture(16_000, 16_000);
    for (let scale = 0.05; scale < 20; scale *= 1.17) {
      const region = { x: 3000, y: 3000, width: 1600 / scale, height: 1000 / scale };
      expect(planTiles(board, region, scale).shown.length).toBeLessThanOrEqual(48);
    }
  });

  it('looks for a turned and shifted golden where it lies on the board', () => {
    const turn = 0.1;
    const toBoard = { a: Math.cos(turn), b: Math.sin(turn), c: -Math.sin(turn), d: Math.cos(turn), e: 600, f: -40 };
    const golden = { ...picture(8000, 8000), toBoard };
    const { shown } = planTiles(golden, { x: 600, y: -40, width: 10, height: 10 }, 1);
    expect(shown.map(({ column, row }) => [column, row])).toEqual([[0, 0]]);
    expect(planTiles(golden, { x: -4000, y: 0, width: 1000, height: 1000 }, 1).shown).toEqual([]);
  });

  it('wants nothing of a golden whose place nobody knows', () => {
    const lost = { ...picture(800, 800), toBoard: { a: 0, b: 0, c: 0, d: 0, e: 0, f: 0 } };
    expect(planTiles(lost, { x: 0, y: 0, width: 100, height: 100 }, 1)).toEqual({ shown: [], wanted: [] });
  });

  describe('while the board is zoomed', () => {
    const board = picture(16_000, 16_000);
    const region = { x: 4000, y: 4000, width: 1500, height: 900 };

    it('loads one level coarser than what it would draw, and the best once it rests', () => {
      const plan = createTilePlanner();
      const moving = plan(board, region, 0.5, true);
      expect(new Set(moving.wanted.map(({ level }) => level))).toEqual(new Set([5, 2]));
      expect(new Set(moving.shown.map(({ level }) => level))).toEqual(new Set([1]));
      expect(plan(board, region, 0.5, false)).toEqual(planTiles(board, region, 0.5));
    });

    it('loads what stands in for every tile that it draws, so that no place stays empty', () => {
      const zoom = fc.double({ min: 0.01, max: 20, noNaN: true });
      fc.assert(
        fc.property(zoom, fc.integer({ min: -500, max: 16_000 }), fc.boolean(), (scale, x, isZooming) => {
          const seen = { x, y: x, width: 1280 / scale, height: 800 / scale };
          const { shown, wanted } = createTilePlanner()(board, seen, scale, isZooming);
          const loaded = new Set(wanted.map(tileKey));
          for (const tile of shown) {
            const parent = parentTile(board, tile);
            expect(loaded.has(tileKey(tile)) || (parent !== null && loaded.has(tileKey(parent)))).toBe(true);
          }
        }),
      );
    });
  });

  it('gives the same plan again while the same tiles are needed', () => {
    const plan = createTilePlanner();
    const board = picture(16_000, 16_000);
    const before = plan(board, { x: 4000, y: 4000, width: 1500, height: 900 }, 1, false);
    expect(plan(board, { x: 4004, y: 4003, width: 1490, height: 890 }, 1.01, false)).toBe(before);
    expect(plan(board, { x: 5000, y: 4003, width: 1490, height: 890 }, 1.01, false)).not.toBe(before);
  });
});
