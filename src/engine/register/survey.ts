import type { Box } from '../../core/detection/box.ts';
import { markBlankLines } from './blank-lines.ts';
import { type CellSums, cellSide, type IsInspected, sumCells, tileCells, tileSums } from './cell-sums.ts';
import { connectedBoxes } from './connected-boxes.ts';
import { goldenLight, type Light } from './light.ts';
import { fitLight } from './light-fit.ts';
import { correlationOf, isLost, markLostTiles } from './lost-tiles.ts';
import type { Plane } from './plane.ts';
import type { Similarity } from './similarity.ts';
import { markSolids } from './solids.ts';
import { clarityOf, isClear, noiseOf } from './survey-clarity.ts';
import { markUnclearParts } from './unclear-parts.ts';
import { markUncovered } from './uncovered.ts';

/** Standard deviation from which there is at least something to compare: above the noise of a sensor. */
const faintDeviation = 6;
/** A tile that correlates by this shows what the golden does, if faintly. */
const shownCorrelation = 0.3;
/** Tiles that correlate by this show in which light the board was taken. */
const lightCorrelation = 0.6;
/** Board and golden must both show something on so many of the tiles that are compared, else there is nothing to compare. */
const enoughTiles = 3;

export interface Survey {
  /** Whether board and golden show enough to be compared at all. */
  readonly comparable: boolean;
  /** Parts of the board, in its pixels, that neither the golden nor a flaw of the artwork explains; the largest first. */
  readonly unexplained: readonly Box[];
  /** In which the whole board was taken; the golden's where there is nothing to compare or a person has to look at all of it. */
  readonly light: Light;
}

/** Most areas that are named: beyond them a person looks at the whole board anyway. */
const mostAreas = 32;

/**
 * What a board shows beside its golden, without a model: parts that are covered, missing, black or overexposed, and scan lines that are lost. A model
 * knows flaws of the artwork, a few dozen pixels large, and says nothing about these.
 */
export function surveyBoard(board: Plane, golden: Plane, map: Similarity, isInspected: IsInspected): Survey {
  const sums = sumCells(board, golden, map, isInspected);
  const tiles = weighTiles(sums);
  if (!tiles.comparable) return { comparable: false, unexplained: [], light: goldenLight };
  const { light } = tiles;
  const noise = noiseOf(sums);
  const clarity = clarityOf(sums, noise, tiles.shown);
  if (!isClear(sums, noise, clarity, light)) {
    const whole = { x: 0, y: 0, width: board.width, height: board.height };
    return { comparable: true, unexplained: [whole], light: goldenLight };
  }
  const marked = new Uint8Array(sums.columns * sums.rows);
  markLostTiles(board, golden, map, sums, tiles.lost, marked);
  markSolids(board, golden, map, sums, light, marked);
  markBlankLines(board, golden, map, sums, light, marked);
  markUnclearParts({ board, golden, map, sums, noise, clarity, light }, marked);
  markUncovered(board, golden, map, sums, isInspected, marked);
  const boxes = connectedBoxes(marked, sums.columns, sums.rows).map((box) => inPixels(box, board));
  return {
    comparable: true,
    unexplained: boxes.sort((p, q) => q.width * q.height - p.width * p.height).slice(0, mostAreas),
    light,
  };
}

interface TilesWeighed {
  readonly lost: Uint8Array;
  /** 1 where the board shows what the golden does, if faintly. */
  readonly shown: Uint8Array;
  readonly light: Light;
  readonly comparable: boolean;
}

function weighTiles(sums: CellSums): TilesWeighed {
  const { tiles, tileColumns, tileRows } = sums;
  const lost = new Uint8Array(tileColumns * tileRows);
  const shown = new Uint8Array(lost.length);
  const lit = new Uint8Array(lost.length);
  let [compared, shownByBoard, shownByGolden] = [0, 0, 0];
  let [tilesLit, boards, goldens, products, squares] = [0, 0, 0, 0, 0];
  for (let tile = 0; tile < lost.length; tile++) {
    const at = tile * tileSums;
    const count = tiles[at]!;
    // Half of the tile lies outside the golden.
    if (count < 2 * tileCells * tileCells) continue;
    compared++;
    const b = tiles[at + 1]! / count;
    const g = tiles[at + 2]! / count;
    const boardVariance = tiles[at + 3]! / count - b * b;
    const goldenVariance = tiles[at + 4]! / count - g * g;
    const product = tiles[at + 5]! / count - b * g;
    if (boardVariance >= faintDeviation ** 2) shownByBoard++;
    if (goldenVariance >= faintDeviation ** 2) shownByGolden++;
    const correlation = correlationOf(product, boardVariance, goldenVariance);
    if (isLost(goldenVariance, correlation)) lost[tile] = 1;
    if (correlation >= shownCorrelation) shown[tile] = 1;
    if (correlation < lightCorrelation) continue;
    lit[tile] = 1;
    tilesLit++;
    boards += b;
    goldens += g;
    products += product;
    squares += goldenVariance;
  }
  // All pixels of these tiles, edges too: less exact, but there is always a line.
  const gain = tilesLit === 0 ? 1 : products / squares;
  const roughly = tilesLit === 0 ? goldenLight : { gain, offset: (boards - gain * goldens) / tilesLit };
  // A recipe may inspect less than a tile; that the pictures belong together is then what registration says.
  const enough = Math.min(enoughTiles, compared);
  const light = fitLight(sums, lit) ?? roughly;
  return { lost, shown, light, comparable: shownByBoard >= enough && shownByGolden >= enough };
}

/** The last column and row of cells reach to the board's edge. */
function inPixels({ x, y, width, height }: Box, board: Plane): Box {
  const right = x + width === Math.floor(board.width / cellSide) ? board.width : (x + width) * cellSide;
  const bottom = y + height === Math.floor(board.height / cellSide) ? board.height : (y + height) * cellSide;
  return { x: x * cellSide, y: y * cellSide, width: right - x * cellSide, height: bottom - y * cellSide };
}
