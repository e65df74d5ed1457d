import { expect, test, vi } from 'vitest';
import { identity } from '../space/affine.ts';
import { followTiles } from './follow-tiles.ts';
import { planTiles, type TileAddress } from './tile-plan.ts';
import { createTileStore } from './tile-store.ts';

const picture = { sha256: 'a'.repeat(64), width: 4096, height: 4096, toBoard: identity };
const whole = { x: 0, y: 0, width: 4096, height: 4096 };
const close = (): void => undefined;
const never = new Promise<never>(() => undefined);

/** Every tile comes at once, but for those that `isMissing` names. */
const storeOf = (isMissing: (tile: TileAddress) => boolean = () => false) =>
  createTileStore({
    load: async (tile) => (isMissing(tile) ? never : { close }),
    capacity: 100,
    parallel: 100,
    retryAfterMs: [],
  });

test('a tile that would be drawn is told', async () => {
  const store = storeOf();
  const { shown, wanted } = planTiles(picture, whole, 1 / 4);
  const onChange = vi.fn();
  followTiles(store, picture, shown, onChange);
  store.demand(Symbol('minimap'), wanted);
  await vi.waitFor(() => expect(shown.every((tile) => store.get(tile) !== undefined)).toBe(true));
  expect(onChange).toHaveBeenCalled();
});

test('finer tiles, which somebody else draws, are not told', async () => {
  const store = storeOf();
  const { shown, wanted } = planTiles(picture, whole, 1 / 4);
  store.demand(Symbol('minimap'), wanted);
  await vi.waitFor(() => expect(shown.every((tile) => store.get(tile) !== undefined)).toBe(true));
  const onChange = vi.fn();
  followTiles(store, picture, shown, onChange);
  const finer = planTiles(picture, whole, 1).shown;
  store.demand(Symbol('pane'), finer);
  await vi.waitFor(() => expect(finer.every((tile) => store.get(tile) !== undefined)).toBe(true));
  expect(onChange).not.toHaveBeenCalled();
});

test('while its own tiles are missing, the coarser one that stands in for all of them is told once', async () => {
  const store = storeOf(({ level }) => level < 3);
  const { shown, wanted } = planTiles(picture, whole, 1);
  const onChange = vi.fn();
  followTiles(store, picture, shown, onChange);
  store.demand(Symbol('crop'), wanted);
  await vi.waitFor(() => expect(onChange).toHaveBeenCalledOnce());
});

test('who no longer follows is not told', async () => {
  const store = storeOf();
  const { shown, wanted } = planTiles(picture, whole, 1 / 4);
  const onChange = vi.fn();
  followTiles(store, picture, shown, onChange)();
  store.demand(Symbol('minimap'), wanted);
  await vi.waitFor(() => expect(shown.every((tile) => store.get(tile) !== undefined)).toBe(true));
  expect(onChange).not.toHaveBeenCalled();
});
