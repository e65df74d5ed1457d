import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { identity } from '../space/affine.ts';
import type { TileAddress } from '../tiles/tile-plan.ts';
import { createPaneTiles } from './pane-tiles.ts';
import { zoomRest } from './zoom-pace.ts';

const board = { sha256: 'a'.repeat(64), width: 16_000, height: 16_000, toBoard: identity };
const frameAt = (scale: number) => ({
  view: { scale, x: -4000 * scale, y: -4000 * scale },
  pane: { width: 1280, height: 800 },
  devicePixelRatio: 1,
});

function makePane() {
  const demands: (readonly TileAddress[])[] = [];
  const onRest = vi.fn();
  const store = { demand: (_: symbol, wanted: readonly TileAddress[]) => demands.push(wanted), release: vi.fn() };
  const tiles = createPaneTiles(store, onRest);
  /** The finest level that is loaded with a frame. */
  const load = (scale: number, now: number): number => {
    tiles.load([board], frameAt(scale), now);
    return Math.min(...(demands.at(-1) ?? []).map(({ level }) => level));
  };
  return { tiles, load, demands, onRest };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('what a pane loads', () => {
  it('is coarser while one zooms; when the zoom rests, a frame is asked for and loads what is sharp', () => {
    const { load, onRest } = makePane();
    expect(load(0.5, 0)).toBe(1);
    load(0.9, 500);
    expect(load(0.97, 516)).toBe(1);
    expect(onRest).not.toHaveBeenCalled();
    vi.advanceTimersByTime(zoomRest);
    expect(onRest).toHaveBeenCalledOnce();
    expect(load(0.97, 516 + zoomRest)).toBe(0);
  });

  it('is sharp at once after a single step', () => {
    const { load } = makePane();
    load(0.05, 0);
    expect(load(1, 500)).toBe(0);
  });

  it('is asked for once as long as nothing else is needed', () => {
    const { load, demands } = makePane();
    load(1, 0);
    load(1, 16);
    load(1, 32);
    expect(demands).toHaveLength(1);
  });

  it('is asked for again after it was given up', () => {
    const { tiles, load, demands } = makePane();
    load(1, 0);
    tiles.release();
    load(1, 16);
    expect(demands).toHaveLength(2);
  });

  it('waits for no rest once nobody looks any more', () => {
    const { tiles, load, onRest } = makePane();
    load(1, 0);
    load(1.1, 500);
    load(1.2, 516);
    tiles.release();
    vi.advanceTimersByTime(10 * zoomRest);
    expect(onRest).not.toHaveBeenCalled();
  });
});
