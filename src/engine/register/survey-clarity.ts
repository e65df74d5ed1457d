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
/** Where one way has less than this share of the other's differences, it has them from single pixels, which straight edges across it are frayed by. */
const frayedShare = 0.15;
/** A board that lies half a pixel beside its golden shows half of a single pixel. */
const frayedLoss = 2;
/** And about contrast from this standard deviation on, grey levels: two bare materials in another colour may lose most of less. */
const clearContrast = 24;
/** Where these sums stand in a tile. */
const ofBoard = { across: 6, down: 8 } as const;
const ofGolden = { across: 10, down: 12 } as const;

/** Limits within which the model finds what it finds in a board as clear as its golden; docs/adr/0005 has the measurements. Noise in grey levels of the golden's light. */
const mostNoise = 8;
const leastSharpness = 0.65;
/** Share of the cells with single pixels that are off by so many grey levels, which no median shows: broken transfer, dead pixels. Real boards have 0.04 at most. */
const mostSpecks = 0.045;
const speckGrain = 60;
const gains = { least: 0.2, most: 5 } as const;
/** Share of the board that the sensor cut at black or white, by so many grey levels, although the golden shows it. */
const mostCut = 0.05;
const cutLevels = 8;

/** Whether the picture is one in which flaws are reliably found: a model says nothing about what it cannot see. */
export function isClear(sums: CellSums, noise: Noise, { across, down }: Clarity, light: Light): boolean {
  const contrast = contrastIn(light);
  if (noise.board > mostNoise * contrast || speckShare(sums, contrast) > mostSpecks) return false;
  if (Math.min(middleOf(across), middleOf(down)) < leastSharpness) return false;
  if (!isOtherLight(light)) return true;
  return light.gain >= gains.least && light.gain <= gains.most && cutShare(sums, light) <= mostCut;
}

function speckShare({ boardGrain }: CellSums, contrast: number): number {
  let [all, specks] = [0, 0];
  for (let grain = 0; grain < boardGrain.length; grain++) {
    all += boardGrain[grain]!;
    if (grain > speckGrain * contrast) specks += boardGrain[grain]!;
  }
  return all < enoughCells ? 0 : specks / all;
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

/** Standard deviations of the noise, grey levels. */
export interface Noise {
  readonly board: number;
  readonly golden: number;
}

/** From the cells in which the other picture shows nothing. */
export const noiseOf = ({ boardGrain, goldenGrain }: CellSums): Noise => ({
  board: perGrain * medianOf(boardGrain),
  golden: perGrain * medianOf(goldenGrain),
});

/** How clearly each tile shows what its golden shows; NaN where it does not tell. */
export interface Clarity {
  /** How steep its edges are beside those of the golden, each to its own contrast. 1: as sharp; 0.55: a blur of 3 px. */
  readonly across: Float64Array;
  readonly down: Float64Array;
  /** Its contrast beside the golden's. */
  readonly contrast: Float64Array;
}

/**
 * From a tile's sums. Differences between neighbours four pixels apart tell how steep edges are: the sum of their fourth powers over that of their squares
 * is the square of it, however many there are.
 * @param shown 1 for each tile that takes part.
 */
export function clarityOf({ tiles }: Pick<CellSums, 'tiles'>, noise: Noise, shown: Uint8Array): Clarity {
  const across = new Float64Array(shown.length).fill(Number.NaN);
  const down = across.slice();
  const contrast = across.slice();
  for (let tile = 0; tile < shown.length; tile++) {
    if (shown[tile] === 0) continue;
    const at = tile * tileSums;
    const board = contrastOf(tiles, at, 1, 3, noise.board);
    const golden = contrastOf(tiles, at, 2, 4, noise.golden);
    const ratio = board / golden;
    if (golden >= clearContrast) contrast[tile] = ratio;
    const wanted = {
      across: squaresOf(tiles, at, ofGolden.across, noise.golden),
      down: squaresOf(tiles, at, ofGolden.down, noise.golden),
    };
    const steepness = (way: 'across' | 'down', other: 'across' | 'down'): number =>
      steepnessOf(tiles, at, ofBoard[way], ofGolden[way], noise, ratio) *
      (wanted[way] < frayedShare * wanted[other] ? frayedLoss : 1);
    across[tile] = steepness('across', 'down');
    down[tile] = steepness('down', 'across');
  }
  return { across, down, contrast };
}

/** Standard deviation of a tile less its noise. */
function contrastOf(tiles: Float64Array, at: number, sum: number, squares: number, noise: number): number {
  const count = tiles[at]!;
  const variance = tiles[at + squares]! / count - (tiles[at + sum]! / count) ** 2;
  return Math.sqrt(Math.max(1, variance - noise ** 2));
}

/** How steep the board's edges are beside the golden's, the `ratio` of their contrasts left out; NaN where that does not show. */
function steepnessOf(
  tiles: Float64Array,
  at: number,
  ofBoard: number,
  ofGolden: number,
  noise: Noise,
  ratio: number,
): number {
  const wanted = squaresOf(tiles, at, ofGolden, noise.golden);
  const wantedFourths = fourthsOf(tiles, at, ofGolden, noise.golden, wanted);
  if (wanted < edgedDifference ** 2 || wantedFourths <= 0) return Number.NaN;
  const seen = squaresOf(tiles, at, ofBoard, noise.board);
  if (seen < seenEdges * wanted * ratio ** 2) return Number.NaN;
  const seenFourths = Math.max(0, fourthsOf(tiles, at, ofBoard, noise.board, seen));
  return Math.sqrt((seenFourths * wanted) / (seen * wantedFourths)) / ratio;
}

// Means of a tile's second and fourth powers of differences, two of which four pixels have in each direction, without what noise of variance v adds to a
// difference d: E(d + n)² = d² + v, E(d + n)⁴ = d⁴ + 6 d² v + 3 v².
const squaresOf = (tiles: Float64Array, at: number, way: number, noise: number): number =>
  (2 * tiles[at + way]!) / tiles[at]! - 2 * noise ** 2;

function fourthsOf(tiles: Float64Array, at: number, way: number, noise: number, squares: number): number {
  const variance = 2 * noise ** 2;
  return (2 * tiles[at + way + 1]!) / tiles[at]! - 6 * variance * squares - 3 * variance ** 2;
}

/** Of the whole board the median of the tiles, since a tile's edges may lie between the pixels that are read; 1, as sharp as the golden, where too few tell. */
function middleOf(sharpnesses: Float64Array): number {
  const told = sharpnesses.filter((value) => !Number.isNaN(value));
  return told.length < enoughTiles ? 1 : told.sort()[told.length >> 1]!;
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
