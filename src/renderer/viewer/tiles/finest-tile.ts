import type { Size } from '../space/point.ts';
import { parentTile, type TileAddress } from './tile-plan.ts';
import type { Closable, TileStore } from './tile-store.ts';

/** The finest tile that is there and covers `tile`; null where none is. */
export function finestTile<T extends Closable>(
  store: Pick<TileStore<T>, 'get'>,
  picture: Size,
  tile: TileAddress,
): { readonly image: T; readonly address: TileAddress } | null {
  let address: TileAddress | null = tile;
  while (address !== null) {
    const image = store.get(address);
    if (image !== undefined) return { image, address };
    address = parentTile(picture, address);
  }
  return null;
}
