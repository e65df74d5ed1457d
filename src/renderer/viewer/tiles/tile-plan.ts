/** Which tiles of a picture's pyramid a pane needs. Pure. */
import type { Box } from '../../../core/detection/box.ts';
import { pyramidLevels, tileSize } from '../../../ipc/image-urls.ts';
import { type Affine, apply, invert, stretch } from '../space/affine.ts';
import type { Size } from '../space/point.ts';

/** A picture that has a pyramid, and where it lies on the board. */
export interface Picture extends Size {
  readonly sha256: string;
  /** Picture pixels to board pixels; the identity for the board's own picture. */
  readonly toBoard: Affine;
}

export interface TileAddress {
  readonly sha256: string;
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

export const tileKey = (tile: TileAddress): string => `${tile.sha256}/${tile.level}/${tile.column}_${tile.row}`;

/** How much a level may be enlarged before the next finer one is taken: a tenth is not seen and saves most tiles. */
const enlargement = 1.1;

/** The level to draw at `devicePixels` device pixels per picture pixel: the coarsest that is still sharp. */
export function bestLevel(picture: Size, devicePixels: number): number {
  const coarsest = pyramidLevels(picture.width, picture.height) - 1;
  if (devicePixels <= 0) return coarsest;
  return Math.min(coarsest, Math.max(0, Math.floor(Math.log2(enlargement / devicePixels))));
}

/** Columns and rows of a level. */
export function tileGrid(picture: Size, level: number): { columns: number; rows: number } {
  const side = tileSize * 2 ** level;
  return { columns: Math.ceil(picture.width / side), rows: Math.ceil(picture.height / side) };
}

/** The part of the picture that a tile covers, picture pixels. */
export function tileRegion(picture: Size, tile: TileAddress): Box {
  const side = tileSize * 2 ** tile.level;
  const x = tile.column * side;
  const y = tile.row * side;
  return { x, y, width: Math.min(side, picture.width - x), height: Math.min(side, picture.height - y) };
}

/** The tile one level coarser that covers the same place; null at the coarsest. */
export function parentTile(picture: Size, tile: TileAddress): TileAddress | null {
  if (tile.level + 1 >= pyramidLevels(picture.width, picture.height)) return null;
  return { ...tile, level: tile.level + 1, column: tile.column >> 1, row: tile.row >> 1 };
}

/** The smallest upright box around a box seen through a map. */
function boundsThrough(map: Affine, box: Box): Box {
  const corners = [
    apply(map, { x: box.x, y: box.y }),
    apply(map, { x: box.x + box.width, y: box.y }),
    apply(map, { x: box.x, y: box.y + box.height }),
    apply(map, { x: box.x + box.width, y: box.y + box.height }),
  ];
  const xs = corners.map((corner) => corner.x);
  const ys = corners.map((corner) => corner.y);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

/** A rectangle of tiles of one level, both ends included; empty where the last comes before the first. */
interface TileRange {
  readonly level: number;
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** The tiles of one level that meet a region of the picture. */
function rangeOf(picture: Size, level: number, region: Box): TileRange {
  const side = tileSize * 2 ** level;
  const grid = tileGrid(picture, level);
  return {
    level,
    firstColumn: Math.max(0, Math.floor(region.x / side)),
    lastColumn: Math.min(grid.columns - 1, Math.ceil((region.x + region.width) / side) - 1),
    firstRow: Math.max(0, Math.floor(region.y / side)),
    lastRow: Math.min(grid.rows - 1, Math.ceil((region.y + region.height) / side) - 1),
  };
}

const sameRange = (a: TileRange, b: TileRange): boolean =>
  a.level === b.level &&
  a.firstColumn === b.firstColumn &&
  a.lastColumn === b.lastColumn &&
  a.firstRow === b.firstRow &&
  a.lastRow === b.lastRow;

/** Those nearest to the middle of `region` first. */
function tilesOf(picture: Picture, range: TileRange, region: Box): TileAddress[] {
  const { level } = range;
  const side = tileSize * 2 ** level;
  const tiles: TileAddress[] = [];
  for (let row = range.firstRow; row <= range.lastRow; row += 1)
    for (let column = range.firstColumn; column <= range.lastColumn; column += 1)
      tiles.push({ sha256: picture.sha256, level, column, row });
  const middleColumn = (region.x + region.width / 2) / side - 0.5;
  const middleRow = (region.y + region.height / 2) / side - 0.5;
  const distance = (tile: TileAddress): number => (tile.column - middleColumn) ** 2 + (tile.row - middleRow) ** 2;
  return tiles.sort((a, b) => distance(a) - distance(b));
}

/** Tiles of one level that meet a region of the picture, those nearest to its middle first. */
export const tilesIn = (picture: Picture, level: number, region: Box): TileAddress[] =>
  tilesOf(picture, rangeOf(picture, level, region), region);

export interface TilePlan {
  /** What to draw, at the best level. */
  readonly shown: readonly TileAddress[];
  /** What to load, most wanted first: the coarsest level, so that there is always something, then what is shown, then its rim. */
  readonly wanted: readonly TileAddress[];
}

interface RangedPlan extends TilePlan {
  readonly shownRange: TileRange;
  readonly rimRange: TileRange;
}

/** Tiles beyond the pane's edge that are loaded ahead, in tiles of the level loaded. */
const rim = 0.5;

const nothing: TilePlan = { shown: [], wanted: [] };

/**
 * Plans for one user of tiles. Gives the same plan, the very object, for as long as a picture needs the same tiles.
 * `region`: what the pane shows, board pixels; `scale`: device pixels per board pixel.
 * While the board is being zoomed, tiles one level coarser than the best are loaded: those of the best level would be
 * four times as many and out of use before they are there. What is there of it is drawn.
 * Nothing where the picture's place on the board is unknown (a map that cannot be inverted).
 */
export type TilePlanner = (picture: Picture, region: Box, scale: number, isZooming: boolean) => TilePlan;

export function createTilePlanner(): TilePlanner {
  const plans = new WeakMap<Picture, RangedPlan>();
  return (picture, region, scale, isZooming) => {
    const toPicture = invert(picture.toBoard);
    if (toPicture === null || region.width <= 0 || region.height <= 0) return nothing;
    const seen = boundsThrough(toPicture, region);
    const coarsest = pyramidLevels(picture.width, picture.height) - 1;
    const best = bestLevel(picture, scale * stretch(picture.toBoard));
    const loaded = isZooming ? Math.min(coarsest, best + 1) : best;
    const ahead = rim * tileSize * 2 ** loaded;
    const shownRange = rangeOf(picture, best, seen);
    const rimRange = rangeOf(picture, loaded, {
      x: seen.x - ahead,
      y: seen.y - ahead,
      width: seen.width + 2 * ahead,
      height: seen.height + 2 * ahead,
    });
    const before = plans.get(picture);
    if (before !== undefined && sameRange(before.shownRange, shownRange) && sameRange(before.rimRange, rimRange))
      return before;
    const shown = tilesOf(picture, shownRange, seen);
    const first = { sha256: picture.sha256, level: coarsest, column: 0, row: 0 };
    const inSight = loaded === best ? shown : tilesIn(picture, loaded, seen);
    const plan = {
      shown,
      wanted: onceEach([first, ...inSight, ...tilesOf(picture, rimRange, seen)]),
      shownRange,
      rimRange,
    };
    plans.set(picture, plan);
    return plan;
  };
}

function onceEach(tiles: readonly TileAddress[]): TileAddress[] {
  const keys = new Set<string>();
  return tiles.filter((tile) => {
    const key = tileKey(tile);
    if (keys.has(key)) return false;
    keys.add(key);
    return true;
  });
}

/** A plan for a board at rest. */
export const planTiles = (picture: Picture, region: Box, scale: number): TilePlan =>
  createTilePlanner()(picture, region, scale, false);
