import { finestTile } from './finest-tile.ts';
import { type Picture, type TileAddress, tileKey } from './tile-plan.ts';
import type { Closable, TileStore } from './tile-store.ts';

/**
 * Calls `onChange` whenever `shown` would be drawn from other tiles than before: while the board is zoomed, tiles come
 * with every frame, and most of them are none of a minimap's or a crop's. Gives the unsubscribe.
 */
export function followTiles<T extends Closable>(
  store: Pick<TileStore<T>, 'get' | 'subscribe'>,
  picture: Picture,
  shown: readonly TileAddress[],
  onChange: () => void,
): () => void {
  const sources = (): string =>
    shown
      .map((tile) => {
        const found = finestTile(store, picture, tile);
        return found === null ? '' : tileKey(found.address);
      })
      .join(' ');
  let drawn = sources();
  return store.subscribe(() => {
    const now = sources();
    if (now === drawn) return;
    drawn = now;
    onChange();
  });
}
