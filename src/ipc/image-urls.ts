/**
 * Addresses of pictures in `app://workstation/`, relative, so that they resolve in real Electron and in the stand-in.
 * The engine makes them from the stored original; nothing here is a picture's path on disk.
 */

/** Side of a tile in px; tiles overlap by nothing. */
export const tileSize = 512;

/** A board's thumbnail, JPEG, longest side 160 px. 404 with a coded body where it cannot be made. */
export const thumbnailUrl = (sha256: string): string => `images/${sha256}/thumbnail.jpg`;

/**
 * A tile of the pyramid: level 0 is full resolution, each further level halves it (rounded up). The pyramid is made
 * at the first request and kept in the cache.
 */
export const tileUrl = (sha256: string, level: number, column: number, row: number): string =>
  `images/${sha256}/tiles/${level}/${column}_${row}.jpg`;

/** Levels of a pyramid whose last level fits into one tile. Sizes in px. */
export function pyramidLevels(width: number, height: number): number {
  let levels = 1;
  for (let side = Math.max(width, height); side > tileSize; side = Math.ceil(side / 2)) levels += 1;
  return levels;
}
