/** Geometry of the tile pyramids that boards are shown by: level 0 is full resolution, each further level half of it. */

/** Side of a tile in px; tiles overlap by nothing. */
export const tileSize = 512;

/** Levels of a pyramid whose last level fits into one tile. Sizes in px. */
export function pyramidLevels(width: number, height: number): number {
  let levels = 1;
  for (let side = Math.max(width, height); side > tileSize; side = Math.ceil(side / 2)) levels += 1;
  return levels;
}

/** Tiles of a level, left to right and top to bottom; none outside the pyramid. */
export function tileGrid(
  width: number,
  height: number,
  level: number,
): { readonly columns: number; readonly rows: number } {
  if (level < 0 || level >= pyramidLevels(width, height)) return { columns: 0, rows: 0 };
  const tiles = (side: number): number => Math.ceil(Math.ceil(side / 2 ** level) / tileSize);
  return { columns: tiles(width), rows: tiles(height) };
}
