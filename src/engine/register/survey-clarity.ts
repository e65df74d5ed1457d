import { type CellSums, tileSums } from './cell-sums.ts';
import { contrastIn, isOtherLight, type Light, uncut } from './light.ts';

/** Standard deviation of a normal distribution over its median absolute deviation; a grain has twice the noise. */
const perGrain = 1.4826 / 2;
/** Cells, and tiles, from which a median means something. */
const enoughCells = 32;
const enoughTiles = 6;
/** A tile of the golden tells about sharpness where the differences between its neighbours are so large, root mean square in grey levels. */
const edgedDifference = 10;
/** Where the board has less than this share of them, its edges lie between the pixels that are read; a blur of 5 px leaves a fifth. */
const seenEdges = 0.06;
/** Where these sums stand in a tile. */
const ofBoard = { across: 6, down: 8 } as const;
const ofGolden = { across: 10, down: 12 } as const;

/** Limits within which the model finds what it finds in a board as clear as its golden; docs/adr/0005 has the measurements. Noise in grey levels of the golden's light. */
const mostNoise = 8;
const leastSharpness = 0.65;
const gains = { least: 0.2, most: 5 } as const;
/** Share of the board that the sensor cut at black or white, by so many grey levels, although the golden shows it. */
const mostCut = 0.05;
const cutLevels = 8;

/**
 * Whether the picture is one in which flaws are reliably found: a model says nothing about what it cannot see.
 * @param shown 1 for each tile of the board that shows what the golden does.
 */
export function isClear(sums: CellSums, shown: Uint8Array, light: Light): boolean {
  const { noise, sharpness } = clarityOf(sums, shown);
  if (noise > mostNoise * contrastIn(light) || sharpness < leastSharpness) return false;
  if (!isOtherLight(light)) return true;
  return light.gain >= gains.least && light.gain <= gains.most && cutShare(sums, light) <= mostCut;
}

function cutShare({ golden, known }: CellSums, light: Light): number {
  let [all, cut] = [0, 0];
  for (let cell = 0; cell < known.length; cell++) {
    if (known[cell] === 0) continue;
    all++;
    const value = uncut(light, golden[cell]!);
    if (value < -cutLevels || value > 255 + cutLevels) cut++;
  }
  return cut > 0 ? cut / all : 0;
}

/** How clearly the board shows what its golden shows. */
interface Clarity {
  /** Standard deviation of the board's noise, grey levels. */
  readonly noise: number;
  /** How steep its edges are beside those of the golden, each to its own contrast; the lower one of across and down. 1: as sharp; 0.55: a blur of 3 px. */
  readonly sharpness: number;
}

/**
 * Noise from the cells in which the golden shows nothing. Sharpness from the differences between neighbours four pixels apart: the sum of their fourth
 * powers over that of their squares is the square of how steep edges are, however many there are. The median of the tiles counts, since a tile's
 * edges may lie between the pixels that are read.
 * @param shown 1 for each tile that takes part.
 */
function clarityOf({ tiles, boardGrain, goldenGrain }: CellSums, shown: Uint8Array): Clarity {
  const noise = perGrain * medianOf(boardGrain);
  const goldenNoise = perGrain * medianOf(goldenGrain);
  const sharpnesses = { across: [] as number[], down: [] as number[] };
  for (let tile = 0; tile < shown.length; tile++) {
    if (shown[tile] === 0) continue;
    const at = tile * tileSums;
    const board = contrastOf(tiles, at, 1, 3, noise);
    const golden = contrastOf(tiles, at, 2, 4, goldenNoise);
    for (const way of ['across', 'down'] as const) {
      const wanted = edgesOf(tiles, at, ofGolden[way], goldenNoise);
      if (wanted.squares < edgedDifference ** 2 || wanted.steepness === 0) continue;
      const seen = edgesOf(tiles, at, ofBoard[way], noise);
      if (seen.squares / board ** 2 < (seenEdges * wanted.squares) / golden ** 2) continue;
      sharpnesses[way].push(seen.steepness / board / (wanted.steepness / golden));
    }
  }
  return { noise, sharpness: Math.min(middleOf(sharpnesses.across), middleOf(sharpnesses.down)) };
}

/** Standard deviation of a tile less its noise. */
function contrastOf(tiles: Float64Array, at: number, sum: number, squares: number, noise: number): number {
  const count = tiles[at]!;
  const variance = tiles[at + squares]! / count - (tiles[at + sum]! / count) ** 2;
  return Math.sqrt(Math.max(1, variance - noise ** 2));
}

/** From a tile's sums of the second and fourth powers of differences, two of which four pixels have in each direction. */
function edgesOf(
  tiles: Float64Array,
  at: number,
  way: number,
  noise: number,
): { readonly squares: number; readonly steepness: number } {
  const pairs = tiles[at]! / 2;
  // Of a difference d with noise of variance v: E(d + n)² = d² + v, E(d + n)⁴ = d⁴ + 6 d² v + 3 v².
  const variance = 2 * noise ** 2;
  const squares = tiles[at + way]! / pairs - variance;
  const fourths = tiles[at + way + 1]! / pairs - 6 * variance * squares - 3 * variance ** 2;
  return { squares, steepness: squares > 0 && fourths > 0 ? Math.sqrt(fourths / squares) : 0 };
}

/** 1, as sharp as the golden, where too few tiles tell. */
function middleOf(sharpnesses: number[]): number {
  if (sharpnesses.length < enoughTiles) return 1;
  return sharpnesses.sort((p, q) => p - q)[sharpnesses.length >> 1]!;
}

/** The median of whole numbers, each of which stands for all that are rounded to it. */
function medianOf(counts: Uint32Array): number {
  const half = counts.reduce((sum, count) => sum + count, 0) / 2;
  if (half < enoughCells / 2) return 0;
  let below = 0;
  let median = 0;
  while (below + counts[median]! < half) {
    below += counts[median]!;
    median++;
  }
  return Math.max(0, median - 0.5 + (half - below) / counts[median]!);
}
