/**
 * Addresses of pictures in `app://workstation/`, relative, so that they resolve in real Electron and in the stand-in.
 * The engine makes them from the stored original; nothing here is a picture's path on disk.
 */

export { pyramidLevels, tileSize } from '../core/detection/pyramid.ts';

/** A board's thumbnail, JPEG, longest side 160 px. 404 with a coded body where it cannot be made. */
export const thumbnailUrl = (sha256: string): string => `images/${sha256}/thumbnail.jpg`;

/**
 * A tile of the pyramid: level 0 is full resolution, each further level halves it (rounded up). The pyramid is made
 * at the first request and kept in the cache.
 */
export const tileUrl = (sha256: string, level: number, column: number, row: number): string =>
  `images/${sha256}/tiles/${level}/${column}_${row}.jpg`;
