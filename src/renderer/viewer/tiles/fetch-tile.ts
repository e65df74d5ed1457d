import { tileUrl } from '../../../ipc/image-urls.ts';
import type { TileAddress } from './tile-plan.ts';
import { createTileStore, type TileStore } from './tile-store.ts';

/** Loads a tile from the shell and decodes it off the main thread. */
async function fetchTile(tile: TileAddress, signal: AbortSignal): Promise<ImageBitmap> {
  const answer = await fetch(tileUrl(tile.sha256, tile.level, tile.column, tile.row), { signal });
  if (!answer.ok) throw new Error(`Tile refused with status ${answer.status}`);
  return createImageBitmap(await answer.blob());
}

export type BitmapStore = TileStore<ImageBitmap>;

/** A decoded tile takes 1 MiB: twice what a 4K screen shows, board and golden. */
const capacity = 256;

export const createBitmapStore = (): BitmapStore =>
  createTileStore({ load: fetchTile, capacity, parallel: 8, retryAfterMs: [500, 2000, 8000] });
