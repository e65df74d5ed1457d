/** One board from its file to its durable record. */
import { performance } from 'node:perf_hooks';
import { inspectsAnyOf } from '../../core/detection/region.ts';
import { checkBoardNames } from '../../core/inspection/board-names.ts';
import { inspectionError } from '../../core/inspection/errors.ts';
import type { RecipeContent } from '../../core/inspection/recipe.ts';
import { recordedDoubt } from '../../core/inspection/registration-doubt.ts';
import { type InspectionId, newId } from '../../core/kernel/ids.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import type { EngineBoardResult } from '../../engine/protocol.ts';
import { recipeError } from '../recipes/errors.ts';
import { engineSettings } from '../recipes/run-recipe.ts';
import type { BoardOutcome, BoardReport, BoardRequest } from './board-request.ts';
import { earlierRun, reportOfStored } from './earlier-run.ts';
import { inTurn } from './in-turn.ts';
import { judge } from './judge.ts';
import type { Original, TakeOriginal } from './originals.ts';
import { getInspection } from './read.ts';
import type { Recorded } from './record.ts';
import { recordWithRetry } from './record-with-retry.ts';
import { refuseFile } from './refuse-file.ts';
import type { RunServices, RunSettings, TileProgress } from './run-settings.ts';

/** @param onProgress Share of a large board that is inspected, in 0..1. */
export type InspectBoard = (request: BoardRequest, onProgress?: (share: number) => void) => Promise<BoardOutcome>;

/**
 * Makes the function that inspects one board. Calls may overlap; the same image as the same part and serial waits for
 * its predecessor, so that it is found rather than stored twice. It never throws for a bad board: an outcome says why.
 */
export function boardInspector(services: RunServices, settings: RunSettings): InspectBoard {
  const inFlight = new Map<string, Promise<unknown>>();

  async function inspect(request: BoardRequest, onProgress?: (share: number) => void): Promise<BoardOutcome> {
    const report = await inspectOnce(request, onProgress);
    if (report.ok) return { inspected: true, ...report.value };
    const { error } = report;
    if (services.store === null) return { inspected: false, request, error, quarantined: null };
    const { context, dataDir } = services.store;
    const refused = await refuseFile(context, dataDir, request.image.path, error);
    return { inspected: false, request, error, quarantined: refused.ok ? refused.value : null };
  }

  async function inspectOnce(
    request: BoardRequest,
    onProgress: (share: number) => void = () => undefined,
  ): Promise<Result<BoardReport, AppError>> {
    const started = performance.now();
    // Before any work: what it found could not be stored.
    const named = checkBoardNames(request);
    if (!named.ok) return named;
    // Another file of the same bytes may be a board: a drawn one, or a binarised scan without a flaw.
    if (request.golden?.path === request.image.path) return fail(inspectionError('BOARD_IS_GOLDEN'));
    const [board, golden] = await Promise.all([
      services.takeBoard(request.image),
      request.golden === null ? ok(null) : takeGolden(services.takeGolden, request.golden),
    ]);
    if (!board.ok) return board;
    if (!golden.ok) return golden;
    const taken: Taken = {
      request,
      board: board.value,
      golden: golden.value,
      started,
      takeMs: since(started),
      onProgress,
    };
    const warnings = [...board.value.warnings, ...(golden.value?.warnings ?? [])];
    const key = JSON.stringify([board.value.image.sha256, request.part, request.serial]);
    const report = await (services.store === null
      ? inspectAnew(services, settings, taken)
      : inTurn(inFlight, key, () => inspectOrFind(services, settings, taken)));
    return report.ok ? ok({ ...report.value, golden: goldenOf(taken), warnings }) : report;
  }

  return inspect;
}

/** What the run or an earlier one found, without what is to be said about the files. */
type BareReport = Omit<BoardReport, 'golden' | 'warnings'>;

interface Taken {
  readonly request: BoardRequest;
  readonly board: Original;
  readonly golden: Original | null;
  /** Reading of `performance.now()`. */
  readonly started: number;
  readonly takeMs: number;
  readonly onProgress: (share: number) => void;
}

const goldenOf = ({ request, golden }: Taken): BoardReport['golden'] =>
  request.golden && golden && { given: request.golden.given, from: request.golden.from, sha256: golden.image.sha256 };

async function takeGolden(
  take: TakeOriginal,
  file: NonNullable<BoardRequest['golden']>,
): Promise<Result<Original, AppError>> {
  const taken = await take(file);
  if (taken.ok || taken.error.code.startsWith('STORE_')) return taken;
  if (taken.error.code === 'ORIGINAL_DAMAGED') return fail(inspectionError('GOLDEN_DAMAGED', taken.error.details));
  const message = `The golden image ${file.given} cannot be used, so the board was not inspected: ${taken.error.message}`;
  return fail({ code: 'GOLDEN_UNREADABLE', message, details: { cause: taken.error.code } });
}

async function inspectOrFind(
  services: RunServices,
  settings: RunSettings,
  taken: Taken,
): Promise<Result<BareReport, AppError>> {
  const { store } = services;
  if (store === null || settings.again) return inspectAnew(services, settings, taken);
  const { request, board, golden } = taken;
  const earlier = earlierRun(store.context.db, request, board, golden, settings);
  if (!earlier.ok) return earlier;
  if (earlier.value !== null) return ok(reportOfStored(earlier.value, request, board.path));
  return inspectAnew(services, settings, taken);
}

async function inspectAnew(
  services: RunServices,
  settings: RunSettings,
  taken: Taken,
): Promise<Result<BareReport, AppError>> {
  const { request, board, golden, started, takeMs } = taken;
  const startedAt = new Date().toISOString();
  const job = {
    imagePath: board.path,
    golden: golden && { path: golden.path, key: golden.image.sha256 },
    settings: engineSettings(settings.recipe, settings.model),
    maxPixels: settings.maxPixels,
  };
  const onTiles = ({ tilesDone, tilesTotal }: TileProgress) => taken.onProgress(tilesDone / tilesTotal);
  const result = await services.engine.inspect(job, onTiles);
  if (!result.ok) return result;
  const { width, height } = result.value;
  if (!looksAtAnything(settings.recipe, result.value)) return fail(coversNothing(settings.recipeName));
  const timings = () => {
    const { decode, register, infer, merge } = result.value.timings;
    return rounded({ decode, register, infer, merge, store: takeMs, total: since(started) });
  };
  const outcome = judge(result.value, settings.model, settings.recipe, timings());
  const report: BareReport = {
    request,
    sha256: board.image.sha256,
    width,
    height,
    inspectionId: null,
    ...outcome,
    runVerdict: outcome.verdict,
    registrationDoubt: doubtOfRun(result.value, settings.recipe),
    defects: outcome.defects.map((defect) => ({ ...defect, verification: 'not_verified' })),
    model: outcome.inference.model,
    provider: outcome.inference.provider,
    timings: timings(),
    found: false,
    imagePath: board.path,
  };
  if (services.store === null) return ok(report);

  const id = newId<InspectionId>();
  const recordStarted = performance.now();
  const recorded = await recordWithRetry(services.store.context, {
    id,
    image: { ...board.image, width, height },
    golden: golden && { ...golden.image, ...(result.value.golden ?? { width: null, height: null }) },
    part: request.part,
    lot: request.lot,
    serial: request.serial,
    again: settings.again,
    recipe: { name: settings.recipeName, content: settings.recipe },
    startedAt,
    outcome,
  });
  if (!recorded.ok) return recorded;
  if (!recorded.value.created) return storedReport(services.store, recorded.value, request, board.path);
  const stored = { ...timings(), store: Number((takeMs + since(recordStarted)).toFixed(2)) };
  return ok({ ...report, inspectionId: id, timings: stored });
}

const doubtOfRun = (board: EngineBoardResult, { regions, minRegistrationScore }: RecipeContent) => {
  const { registration, golden, registrationPoor } = board;
  const laid = registration && golden && { registration, board, golden, regions, minRegistrationScore };
  return recordedDoubt(registrationPoor, laid);
};

/** Regions are in golden pixels, or in the board's own where no golden took part. */
function looksAtAnything({ regions, minAreaPx }: RecipeContent, board: EngineBoardResult): boolean {
  const frame = board.usedGolden && board.golden !== null ? board.golden : board;
  return minAreaPx <= board.width * board.height && inspectsAnyOf(frame, regions);
}

const coversNothing = (recipe: string) =>
  recipeError(
    'RECIPE_COVERS_NOTHING',
    `The recipe ${recipe} leaves nothing of this board to be judged: its regions leave the whole board out, or its smallest defect is larger than the board. No verdict was given; correct the recipe.`,
  );

function storedReport(
  { context }: NonNullable<RunServices['store']>,
  recorded: Recorded,
  request: BoardRequest,
  path: string,
): Result<BareReport, AppError> {
  const read = getInspection(context.db, recorded.inspectionId);
  if (!read.ok) return read;
  if (read.value === null) throw new Error(`Inspection ${recorded.inspectionId} was found and is not there`);
  return ok(reportOfStored(read.value, request, path));
}

const since = (started: number): number => performance.now() - started;

const rounded = <T extends Record<string, number>>(milliseconds: T): T =>
  Object.fromEntries(Object.entries(milliseconds).map(([name, value]) => [name, Number(value.toFixed(2))])) as T;
