import type { Box, Detection } from '../../core/detection/box.ts';
import { largeBoardPixels } from '../../core/detection/image-limits.ts';
import { defaultCrossTypeDecay, mergeDetections } from '../../core/detection/merge.ts';
import { planTiles, type TilePlan } from '../../core/detection/tiling.ts';
import type { EngineBoardResult, InspectJob, InspectSettings } from '../protocol.ts';
import { crowdedAreas } from './crowded-areas.ts';
import { type Line, startTiles, type TilesResult } from './run-tiles.ts';
import type { PreparedBoard } from './vision.ts';

/** Tiles overlap by this many pixels: a defect up to this size is whole in one of them. */
const overlapPx = 64;
/** Tiles of the first look: enough to show something, few enough to be there at once. */
const firstLookTiles = 8;
/** Share of an unexplained area that a detection covers which explains it. */
const knownShare = 0.5;
/** At most every so many milliseconds a large board tells what it has found. */
const progressEveryMs = 250;

export interface BoardWatcher {
  started(width: number, height: number): void;
  /** `detections` are those since the last call, not merged; a large board only. */
  progress(tilesDone: number, tilesTotal: number, detections: Detection[]): void;
}

/**
 * Takes one board through decode, registration, tiles, model and merge. Several boards may be under way at once: each
 * waits for the thread or the memory that it needs.
 * @throws EngineFault
 */
export async function inspectBoard(
  line: Line,
  board: string,
  { imagePath, golden, maxPixels, settings }: InspectJob,
  watcher: BoardWatcher,
): Promise<EngineBoardResult> {
  const { vision, model, now } = line;
  const { minRegistrationScore, regions } = settings;
  try {
    const size = await vision.open({ board, imagePath, golden, maxPixels, minRegistrationScore, regions });
    const started = now();
    watcher.started(size.width, size.height);
    const overlap = Math.min(overlapPx, model.input.width >> 2, model.input.height >> 2);
    const plan = planTiles(size, model.input, overlap);
    const isLarge = size.width * size.height > largeBoardPixels;
    if (isLarge) await lookAtTop(line, board, plan, settings, watcher);
    const prepared = await vision.prepare({ board });
    const packed = planTiles(prepared.packed, model.input, overlap);
    const run = await runAllTiles(line, board, packed, prepared, settings, isLarge ? watcher : null);
    const toBoard = size.width / packed.width;
    const found = run.detections.map((detection) => ({ ...detection, box: scaled(detection.box, toBoard) }));
    const full = run.full.map((tile) => scaled(tile, toBoard));
    const mergeStarted = now();
    const frame = { ...size, toGolden: prepared.usedGolden ? prepared.registration : null };
    const detections = mergeDetections(found, frame, {
      nmsIou: settings.nmsIou,
      crossType: settings.crossType ?? defaultCrossTypeDecay,
      thresholds: thresholdsFor(settings, prepared),
      minAreaPx: settings.minAreaPx,
      regions: settings.regions,
    });
    const done = now();
    return {
      ...size,
      golden: prepared.golden,
      registration: prepared.registration,
      usedGolden: prepared.usedGolden,
      registrationPoor: prepared.registrationPoor,
      // What was found in a full tile explains nothing of it: what was not named is what matters.
      unexplained: [...withoutKnown(prepared.unexplained, detections), ...crowdedAreas(full, frame, regions)],
      detections,
      provider: run.provider,
      timings: {
        decode: prepared.decodeMs,
        register: prepared.registerMs,
        infer: run.ms,
        merge: done - mergeStarted,
        total: done - started,
      },
    };
  } finally {
    await vision.close({ board });
  }
}

const scaled = ({ x, y, width, height }: Box, by: number): Box => ({
  x: x * by,
  y: y * by,
  width: width * by,
  height: height * by,
});

/** Areas that a detection mostly covers are explained: the flaw is known, and listed as what it is. */
const withoutKnown = (areas: readonly Box[], detections: readonly Detection[]): Box[] =>
  areas.filter((area) => !detections.some(({ box }) => sharedArea(area, box) >= knownShare * area.width * area.height));

const sharedArea = (one: Box, other: Box): number =>
  Math.max(0, Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)) *
  Math.max(0, Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y));

/** Decodes and registers the top of a large board and shows what its first tiles hold, one after the other. */
async function lookAtTop(
  line: Line,
  board: string,
  plan: TilePlan,
  settings: InspectSettings,
  watcher: BoardWatcher,
): Promise<void> {
  const prepared = await line.vision.prepareTop({ board, rows: line.model.input.height });
  const thresholds = thresholdsFor(settings, prepared);
  const tiles = plan.tiles.filter((tile) => tile.y === 0).slice(0, firstLookTiles);
  const tell = (_tiles: number, part: TilesResult): void =>
    watcher.progress(0, plan.tiles.length, aboveThreshold(part, thresholds));
  await Promise.all(await startTiles(line, board, plan, tiles, reading(prepared, thresholds), tell));
}

async function runAllTiles(
  line: Line,
  board: string,
  plan: TilePlan,
  prepared: PreparedBoard,
  settings: InspectSettings,
  watcher: BoardWatcher | null,
): Promise<TilesResult> {
  const thresholds = thresholdsFor(settings, prepared);
  let tilesDone = 0;
  let toldAt = line.now();
  let untold: Detection[] = [];
  const onBatch = (tiles: number, result: TilesResult): void => {
    tilesDone += tiles;
    if (!watcher) return;
    untold.push(...aboveThreshold(result, thresholds));
    if (line.now() - toldAt < progressEveryMs) return;
    toldAt = line.now();
    watcher.progress(tilesDone, plan.tiles.length, untold);
    untold = [];
  };
  const parts = await Promise.all(
    await startTiles(line, board, plan, plan.tiles, reading(prepared, thresholds), onBatch),
  );
  const last = parts.at(-1);
  if (!last) throw new Error('a board without tiles');
  return {
    detections: parts.flatMap((part) => part.detections),
    full: parts.flatMap((part) => part.full),
    provider: last.provider,
    ms: parts.reduce((sum, part) => sum + part.ms, 0),
  };
}

const thresholdsFor = (settings: InspectSettings, prepared: PreparedBoard): readonly number[] =>
  prepared.usedGolden ? settings.thresholds.withGolden : settings.thresholds.withoutGolden;

const reading = ({ usedGolden }: PreparedBoard, thresholds: readonly number[]) => ({
  withGolden: usedGolden,
  floor: Math.min(...thresholds),
});

const aboveThreshold = ({ detections }: TilesResult, thresholds: readonly number[]): Detection[] =>
  detections
    .filter(({ classIndex, confidence }) => confidence >= (thresholds[classIndex] ?? 1))
    .map(({ box, confidence, classIndex }) => ({ box, confidence, classIndex }));
