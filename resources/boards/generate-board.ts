import { setImmediate } from 'node:timers/promises';
import type { CopperEdit, Layout } from './board-model.ts';
import { type Camera, type Look, type PoseLimits, retake, samplePose, sampleStation } from './camera.ts';
import { type Affine, identity, invert } from './geometry.ts';
import { type TrueDefect, trueBox } from './ground-truth.ts';
import { injectFaults } from './inject-faults.ts';
import { layOutBoard } from './layout.ts';
import type { MakeVariation } from './paint-copper.ts';
import { samplePalette } from './palette.ts';
import { type PixelImage, renderImage, type Scene } from './render.ts';
import { createRandom, type Random } from './seeded-random.ts';
import { indexShapes } from './shape-index.ts';

/** What to draw. Only `seed` is needed. */
export interface BoardOptions {
  readonly seed: string | number;
  /** Boards of one artwork share layout, colours, camera and golden (up to 16 px and 1.5° off); `seed` unless told. */
  readonly artwork?: string | number;
  /** Pixels, 64 .. 16384; 640 unless told. */
  readonly width?: number;
  readonly height?: number;
  /** `mixed`: one of the two, drawn from the seed. Colour unless told. */
  readonly look?: Look | 'mixed';
  /** Number of defects; 0 for a clean board; a random density (0..12 per 640²) unless told. */
  readonly defects?: number;
  /** How far the board may lie off its golden, in pixels (each axis) and degrees; 3 and 0.15 unless told. */
  readonly shift?: number;
  readonly rotate?: number;
  /** Use `shift` and `rotate` themselves, with random signs. */
  readonly exactPose?: boolean;
  /** Golden pixels per millimetre; 48 unless told. */
  readonly pxPerMm?: number;
  /** Solder mask: green, blue, red, black, white, purple, yellow, bare. Random unless told. */
  readonly mask?: string;
}

/** What is true of a board. */
interface GroundTruth {
  readonly seed: string;
  readonly artwork: string;
  readonly width: number;
  readonly height: number;
  readonly look: Look;
  readonly mask: string;
  readonly px_per_mm: number;
  /** Board pixels to golden pixels: x' = a·x + b·y + tx, y' = c·x + d·y + ty. */
  readonly board_to_golden: Affine;
  readonly defects: readonly TrueDefect[];
}

/** A board, its golden and the truth, before any pixel is drawn. */
export interface BoardPlan {
  readonly board: Scene;
  readonly golden: Scene;
  readonly edits: readonly CopperEdit[];
  readonly truth: GroundTruth;
}

/** A drawn pair. */
export interface BoardPair {
  readonly board: PixelImage;
  readonly golden: PixelImage;
  readonly truth: GroundTruth;
}

/** Draw a board and its golden. Same options, same bytes. Memory grows with the size: use `planBoard` for large ones. */
export function generateBoard(options: BoardOptions): BoardPair {
  const plan = planBoard(options);
  return { board: renderImage(plan.board), golden: renderImage(plan.golden), truth: plan.truth };
}

/** Lay out a board with its defects; `renderBands` then draws either scene in bands. */
export function planBoard(options: BoardOptions): BoardPlan {
  const steps = planSteps(options);
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}

/** `planBoard` for large boards: lets the event loop turn between areas, as only then canvas memory is given back. */
export async function planLargeBoard(options: BoardOptions): Promise<BoardPlan> {
  const steps = planSteps(options);
  let step = steps.next();
  while (!step.done) {
    await setImmediate();
    step = steps.next();
  }
  return step.value;
}

function* planSteps(options: BoardOptions): Generator<void, BoardPlan> {
  const { width = 640, height = 640, pxPerMm = 48 } = options;
  checkSize(width, height);
  const seed = `${options.seed}`;
  const scale = pxPerMm / 48;
  const limits: PoseLimits = {
    shift: options.shift ?? 3,
    degrees: options.rotate ?? 0.15,
    exact: options.exactPose ?? false,
  };
  const artwork = `${options.artwork ?? options.seed}`;
  const design = createRandom(`${artwork}/design`);
  const drawn: Look = design.chance(0.5) ? 'colour' : 'binary';
  const look = options.look === 'mixed' ? drawn : (options.look ?? 'colour');
  const palette = samplePalette(design, options.mask);
  const station = sampleStation(design, look);
  const layout = layOutBoard(artwork, width, height, pxPerMm, artworkMargin(limits, width, height));
  const goldenShapes = indexShapes(layout, []);
  const golden: Scene = { shapes: goldenShapes, make: sampleMake(design, layout, scale), palette, camera: station };

  const random = createRandom(`${seed}/board`);
  const pose = samplePose(random, limits, width, height);
  const density = random.range(0, 12);
  const count = options.defects ?? Math.round((density * width * height) / (640 * 640));
  const edits = yield* injectFaults(createRandom(`${seed}/faults`), goldenShapes, pose, count, scale);
  const camera: Camera = { ...retake(random, station), pose };
  const board: Scene = { shapes: indexShapes(layout, edits), make: sampleMake(random, layout, scale), palette, camera };
  const defects = edits.map((edit) => ({ type: edit.type, bbox: trueBox(edit, pose, width, height) }));
  const truth: GroundTruth = {
    seed,
    artwork,
    width,
    height,
    look,
    mask: palette.name,
    px_per_mm: pxPerMm,
    board_to_golden: pose === identity ? identity : invert(pose),
    defects,
  };
  return { board, golden, edits, truth };
}

/**
 * How far the artwork goes on around the golden so that no pose shows its end. The same for every usual pose: boards of
 * one artwork must not differ because they lie differently.
 */
function artworkMargin(limits: PoseLimits, width: number, height: number): number {
  const shift = Math.max(16, Math.abs(limits.shift));
  const degrees = Math.max(1.5, Math.abs(limits.degrees));
  return Math.ceil(shift + Math.sin((degrees * Math.PI) / 180) * Math.max(width, height) * 0.5);
}

/** Small differences between two boards of one artwork, within what fabrication allows. */
function sampleMake(random: Random, layout: Layout, scale: number): MakeVariation {
  const off = (by: number): number => random.range(-by, by) * scale;
  const tight = layout.clearance < 9 * scale;
  return {
    etch: off(tight ? 0.3 : 0.5),
    silkShift: { x: off(1.5), y: off(1.5) },
    maskShift: { x: off(0.8), y: off(0.8) },
    drillWander: random.range(0, 0.8) * scale,
    sheen: random.range(0, 20),
  };
}

function checkSize(width: number, height: number): void {
  for (const size of [width, height]) {
    if (isBoardSize(size)) continue;
    throw new RangeError(`A board's size is a whole number of pixels from 64 to 16384, not ${size}`);
  }
}

/** Whether a board can have this width or height in pixels. */
export function isBoardSize(size: number): boolean {
  return Number.isInteger(size) && size >= 64 && size <= 16384;
}
