import type { BlockKernel } from './block-kernel/block-kernel.ts';
import { type BlockSet, cutBlocks } from './blocks.ts';
import { coarseShifts } from './coarse.ts';
import { enoughBlocks, scoreOf, weigh } from './evidence.ts';
import { type Plane, shrink } from './plane.ts';
import { composeSimilarity, identity, maxDisplacement, type Similarity, scaleOf } from './similarity.ts';
import { solve } from './solve.ts';
import { negligibleDisplacement } from './warp.ts';

export interface Alignment {
  readonly map: Similarity;
  /** How well the golden explains the board: 0..1, see `scoreOf`. */
  readonly score: number;
}

/** At half resolution edges are smooth enough to slide along, sharp enough for a tenth of a pixel, and noise is halved. */
const workingFactor = 2;
const workingBlocks = 25;
/** On boards with large empty areas: more and smaller cells, so that the few textured spots are found. */
const manyBlocks = 100;
const fewTextured = 8;
/** For the last step: fine, because artwork and printing of a board never fit the golden exactly and many blocks average that out. */
const sharpBlocks = 49;
const sharpSteps = 4;
/** Side in pixels that the shorter side of the coarsest pictures has at least. */
const coarsestSide = 64;
/** Two maps whose scores differ by less explain the board equally well. */
const scoreNoise = 0.003;
/** Coarse results that are this near the best are all followed down. */
const coarseDoubt = 0.04;
/** A shift away from the start must explain this much more: along parallel lines many shifts explain the same. */
const clearlyBetter = 0.002;
/** A turn and scale that move no pixel further than this beyond the shift are noise of the fit. Pixels. */
const insignificantTurn = 0.1;
/** Scales further off than this are not believed. */
const maxScaleError = 0.12;

/** Aligns from `start`, right to a few pixels. Returns `start` itself where moving it explains nothing more. */
export function alignNear(
  kernel: BlockKernel,
  board: Plane,
  golden: Plane,
  start: Similarity,
  minStartScore: number,
): Alignment | null {
  let set = cutBlocks(kernel, board, golden, start, { factor: workingFactor, count: workingBlocks });
  let before = weigh(set, start);
  if (before.textured.length < fewTextured) {
    set = cutBlocks(kernel, board, golden, start, { factor: workingFactor, count: manyBlocks });
    before = weigh(set, start);
  }
  const startScore = scoreOf(before);
  if (before.textured.length < enoughBlocks) return { map: start, score: startScore };
  if (startScore < minStartScore) return null;
  const found = solved(set, start);
  return found === null || found.score < startScore + scoreNoise ? { map: start, score: startScore } : found;
}

/** Sharpens an alignment at full resolution, and keeps what was there if that explains the board less well. */
export function sharpen(kernel: BlockKernel, board: Plane, golden: Plane, found: Alignment): Alignment {
  if (maxDisplacement(found.map, board.width, board.height) < negligibleDisplacement) return found;
  const set = cutBlocks(kernel, board, golden, found.map, { factor: 1, count: sharpBlocks });
  const before = scoreOf(weigh(set, found.map));
  const sharper = solved(set, found.map, sharpSteps);
  const isBetter = sharper !== null && sharper.score > before;
  return { map: simplify(isBetter ? sharper.map : found.map, board), score: found.score };
}

/** Finds the map with no good start: shifts of small pictures, then finer and finer pictures. `start` is tried beside the shifts. */
export function alignFromScratch(
  kernel: BlockKernel,
  board: Plane,
  golden: Plane,
  start: Similarity = identity,
): Alignment | null {
  const level = Math.max(1, Math.floor(Math.log2(Math.min(board.width, board.height) / coarsestSide)));
  const factor = 2 ** level;
  const boardSmall = shrink(board, factor);
  const goldenSmall = shrink(golden, factor);
  const startSmall = { ...start, tx: start.tx / factor, ty: start.ty / factor };
  const coarse = [startSmall, ...coarseShifts(boardSmall, goldenSmall, startSmall, 3)]
    .map((shift) => alignSmall(kernel, boardSmall, goldenSmall, shift))
    .filter((found): found is Alignment => found !== null && believable(found.map));
  const top = Math.max(...coarse.map((found) => found.score));
  let best: Alignment | null = null;
  for (const { map, score } of coarse) {
    if (score < top - coarseDoubt) continue;
    const full = { ...map, tx: map.tx * factor, ty: map.ty * factor };
    const found = descend(kernel, board, golden, full, level - 2);
    if (found !== null && (best === null || found.score > best.score + clearlyBetter)) best = found;
  }
  return best;
}

/** From pictures shrunk by 2^level down to the working resolution; `start` is right to about two of their pixels. */
function descend(kernel: BlockKernel, board: Plane, golden: Plane, start: Similarity, level: number): Alignment | null {
  let map = start;
  for (let finer = level; finer > 1; finer -= 2) {
    const better = solve(cutBlocks(kernel, board, golden, map, { factor: 2 ** finer, count: workingBlocks }), map);
    if (better === null || !believable(better)) return null;
    map = better;
  }
  return alignNear(kernel, board, golden, map, 0);
}

function alignSmall(kernel: BlockKernel, board: Plane, golden: Plane, start: Similarity): Alignment | null {
  return solved(cutBlocks(kernel, board, golden, start, { factor: 1, count: workingBlocks }), start);
}

/** What `solve` finds, with its score. */
function solved(set: BlockSet, start: Similarity, maxSteps?: number): Alignment | null {
  const map = solve(set, start, maxSteps);
  return map === null ? null : { map, score: scoreOf(weigh(set, map)) };
}

function believable(map: Similarity): boolean {
  return Math.abs(scaleOf(map) - 1) < maxScaleError;
}

/** Drops a turn and scale that are nothing but noise, so that the golden is shifted and not warped. */
function simplify(map: Similarity, board: Plane): Similarity {
  const cx = board.width / 2;
  const cy = board.height / 2;
  const shift = { a: 1, b: 0, tx: map.a * cx - map.b * cy + map.tx - cx, ty: map.b * cx + map.a * cy + map.ty - cy };
  const rest = composeSimilarity({ a: 1, b: 0, tx: -shift.tx, ty: -shift.ty }, map);
  return maxDisplacement(rest, board.width, board.height) < insignificantTurn ? shift : map;
}
