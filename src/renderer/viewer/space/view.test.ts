import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Point } from './point.ts';
import {
  actualPixels,
  boxToPane,
  centreOn,
  clampView,
  type Frame,
  fitView,
  isShown,
  middle,
  panBy,
  resizeView,
  scaleLimits,
  shownRegion,
  toBoard,
  type View,
  zoomAt,
  zoomToBox,
} from './view.ts';

/** What `toBoard` takes back. */
const toPane = (view: View, p: Point): Point => ({ x: p.x * view.scale + view.x, y: p.y * view.scale + view.y });

const side = fc.integer({ min: 64, max: 16_384 });
const paneSide = fc.integer({ min: 120, max: 4000 });
const frame: fc.Arbitrary<Frame> = fc.record({
  board: fc.record({ width: side, height: side }),
  pane: fc.record({ width: paneSide, height: paneSide }),
  devicePixelRatio: fc.constantFrom(1, 1.25, 1.5, 2, 3),
});
const share = fc.double({ min: 0, max: 1, noNaN: true });
const factor = fc.double({ min: 0.05, max: 20, noNaN: true });

/** Any frame with a view that somebody may have come to. */
const looking = fc.tuple(frame, share, share, factor).map(([around, x, y, zoom]) => {
  const at = { x: around.board.width * x, y: around.board.height * y };
  const centred = centreOn(fitView(around.board, around.pane), at, around);
  return { around, view: zoomAt(centred, { x: around.pane.width / 2, y: around.pane.height / 2 }, zoom, around) };
});

const onBoard = (p: { x: number; y: number }, { board }: Frame, slack = 1e-6) =>
  p.x >= -slack && p.y >= -slack && p.x <= board.width + slack && p.y <= board.height + slack;

describe('the view of a board', () => {
  it('goes from board to pane and back', () => {
    fc.assert(
      fc.property(looking, share, share, ({ around, view }, x, y) => {
        const p = { x: x * around.board.width, y: y * around.board.height };
        const back = toBoard(view, toPane(view, p));
        expect(Math.hypot(back.x - p.x, back.y - p.y)).toBeLessThan(1e-6 * Math.max(around.board.width, 1));
      }),
    );
  });

  it('shows the whole board when fitted', () => {
    fc.assert(
      fc.property(frame, (around) => {
        const view = fitView(around.board, around.pane);
        expect(isShown(view, { x: 0, y: 0, ...around.board }, around.pane, 15.9)).toBe(true);
      }),
    );
  });

  it('zooming in keeps the point under the pointer where it is', () => {
    fc.assert(
      fc.property(looking, share, share, fc.double({ min: 1, max: 8, noNaN: true }), ({ around, view }, x, y, by) => {
        const under = { x: x * around.board.width, y: y * around.board.height };
        const at = toPane(view, under);
        const zoomed = zoomAt(view, at, by, around);
        const now = toPane(zoomed, under);
        expect(Math.hypot(now.x - at.x, now.y - at.y)).toBeLessThan(1e-3);
      }),
    );
  });

  it('never loses the board: the middle of the pane stays on it whatever is done', () => {
    fc.assert(
      fc.property(
        looking,
        fc.double({ min: -1e5, max: 1e5, noNaN: true }),
        fc.double({ min: -1e5, max: 1e5, noNaN: true }),
        factor,
        ({ around, view }, dx, dy, by) => {
          const moved = panBy(view, dx, dy, around);
          expect(onBoard(middle(moved, around.pane), around, 1e-3)).toBe(true);
          expect(onBoard(middle(actualPixels(moved, around), around.pane), around, 1e-3)).toBe(true);
          expect(onBoard(middle(zoomAt(moved, { x: dx, y: dy }, by, around), around.pane), around, 1e-3)).toBe(true);
        },
      ),
    );
  });

  it('clamping twice is clamping once', () => {
    fc.assert(
      fc.property(frame, factor, fc.integer(), fc.integer(), (around, scale, x, y) => {
        const once = clampView({ scale, x, y }, around.board, around.pane);
        const twice = clampView(once, around.board, around.pane);
        expect(Math.abs(twice.x - once.x) + Math.abs(twice.y - once.y)).toBeLessThan(1e-3);
      }),
    );
  });

  it('stays within its limits, and one board pixel per device pixel is always within them', () => {
    fc.assert(
      fc.property(looking, factor, ({ around, view }, by) => {
        const { min, max } = scaleLimits(around.board, around.pane, around.devicePixelRatio);
        const { scale } = zoomAt(view, { x: 0, y: 0 }, by, around);
        expect(scale).toBeGreaterThanOrEqual(min);
        expect(scale).toBeLessThanOrEqual(max);
        expect(1 / around.devicePixelRatio).toBeGreaterThanOrEqual(min);
        expect(1 / around.devicePixelRatio).toBeLessThanOrEqual(max);
      }),
    );
  });

  it('brings a defect to the middle, large enough to judge and with what is around it', () => {
    const around = { board: { width: 16_000, height: 16_000 }, pane: { width: 900, height: 700 }, devicePixelRatio: 1 };
    const box = { x: 7000, y: 9000, width: 40, height: 24 };
    const view = zoomToBox(box, around);
    const at = boxToPane(view, box);
    expect(at.x + at.width / 2).toBeCloseTo(450);
    expect(at.y + at.height / 2).toBeCloseTo(350);
    expect(at.width).toBeGreaterThan(80);
    expect(at.width).toBeLessThan(350);
  });

  it('shows the same place in a pane of another size', () => {
    fc.assert(
      fc.property(looking, paneSide, paneSide, ({ around, view }, width, height) => {
        const before = middle(view, around.pane);
        const after = middle(resizeView(view, around.pane, { width, height }, around.board), { width, height });
        expect(Math.hypot(after.x - before.x, after.y - before.y)).toBeLessThan(1e-3);
      }),
    );
  });

  it('names the region that a pane shows', () => {
    expect(shownRegion({ scale: 2, x: -100, y: 50 }, { width: 400, height: 200 })).toEqual({
      x: 50,
      y: -25,
      width: 200,
      height: 100,
    });
  });
});
