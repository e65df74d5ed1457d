/** The imports of a session: begun at once, run beside each other, told as they go on. */
import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectionError } from '../../core/inspection/errors.ts';
import { newId } from '../../core/kernel/ids.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { actingNow } from '../context.ts';
import { storeErrorOf } from '../images/errors.ts';
import type { GoldenFile, NamedFile } from '../inspections/board-request.ts';
import { getInspection } from '../inspections/read.ts';
import { importError } from './errors.ts';
import { namedGolden } from './find-images.ts';
import { type ImportInput, readInputs } from './import-inputs.ts';
import { countProgress, type ImportProgress } from './import-progress.ts';
import { type ImportOrder, type ImportServices, runImport } from './run-import.ts';
import { throttle } from './throttle.ts';

/** What a person says about all boards of an import. */
interface ImportAbout {
  readonly part?: string | null | undefined;
  readonly lot?: string | null | undefined;
  /** Path of a golden for boards that have none beside them or in their recipe. */
  readonly golden?: string | null | undefined;
}

interface Started {
  readonly importId: string;
}

/** Whoever starts an import, its boards are recorded under that name. Errors of all that start one: IDENTITY_*. */
export interface ImportJobs {
  /** Images, folders and manifests. */
  start(paths: readonly string[], about: ImportAbout): Result<Started, AppError>;
  /** A picture of the clipboard as PNG bytes, or null. Errors: IMPORT_CLIPBOARD_EMPTY, STORE_*. */
  paste(png: Uint8Array | null, about: ImportAbout): Promise<Result<Started, AppError>>;
  /** The boards that come with the program. */
  samples(): Result<Started, AppError>;
  /** Stored boards once more; `model` as `NAME@VERSION` takes the place of the recipes' models. */
  again(inspectionIds: readonly string[], model: string | null): Result<Started, AppError>;
  /** Boards in work are finished, the others not begun. Nothing for an import that has ended. */
  cancel(importId: string): void;
  /** Newest first. */
  list(): readonly ImportProgress[];
  /** Forgets an import that has ended. */
  dismiss(importId: string): void;
  /** Boards in work, and those that wait for it. */
  load(): { readonly running: number; readonly waiting: number };
  /** Cancels all and resolves when the boards in work are recorded. */
  close(): Promise<void>;
}

export interface ImportJobOptions extends ImportServices {
  readonly samplesManifest: string;
  /** At most ten a second for one import; always its last state. */
  readonly onProgress: (progress: ImportProgress) => void;
}

const progressEveryMs = 100;

interface Job {
  readonly id: string;
  readonly stop: AbortController;
  readonly now: () => ImportProgress;
  readonly ended: Promise<void>;
}

export function createImportJobs(options: ImportJobOptions): ImportJobs {
  const { dataDir, samplesManifest, onProgress } = options;
  const jobs = new Map<string, Job>();
  const pasted = join(dataDir, 'pasted');

  function begin(order: ImportOrder, after: () => Promise<void> = async () => undefined): Result<Started, AppError> {
    const context = actingNow(options.context);
    const allowed = context.may('board.inspect');
    if (!allowed.ok) return allowed;
    const id: string = newId();
    const stop = new AbortController();
    const told = throttle<void>(progressEveryMs, () => onProgress(counter.now()));
    const counter = countProgress(id, () => told.push());
    const ended = runImport({ ...options, context }, order, counter, stop.signal).then(async () => {
      const { total, inspected, known, refusedTotal } = counter.now();
      const isLeft = inspected + known + refusedTotal < total;
      counter.finish(stop.signal.aborted && isLeft ? 'cancelled' : 'finished');
      told.flush();
      await after();
    });
    jobs.set(id, { id, stop, now: counter.now, ended });
    told.push();
    return ok({ importId: id });
  }

  const plain = (read: ImportOrder['read'], golden: GoldenFile | null = null): ImportOrder => ({
    read,
    golden,
    again: false,
    otherModel: null,
  });
  const fromPaths = (paths: readonly string[], about: ImportAbout): ImportOrder => {
    const golden = about.golden ? namedGolden(about.golden) : null;
    return plain(() => readInputs(paths, { part: about.part || null, lot: about.lot || null }), golden);
  };

  async function paste(png: Uint8Array | null, about: ImportAbout): Promise<Result<Started, AppError>> {
    const allowed = options.context.may('board.inspect');
    if (!allowed.ok) return allowed;
    if (png === null || png.length === 0) return fail(importError('IMPORT_CLIPBOARD_EMPTY'));
    const path = join(pasted, `${randomUUID()}.png`);
    try {
      await mkdir(pasted, { recursive: true });
      await writeFile(path, png, { flag: 'wx' });
    } catch (thrown) {
      const error = storeErrorOf(thrown);
      if (error === null) throw thrown;
      return fail(error);
    }
    const { golden } = fromPaths([], about);
    const image = { given: 'clipboard.png', path };
    const request = { image, golden: null, part: about.part || null, lot: about.lot || null, serial: null };
    // The original is in the image store by then, or it was refused and lies in quarantine.
    return begin(
      plain(async () => [{ ok: true, request }], golden),
      () => rm(path, { force: true }),
    );
  }

  return {
    start: (paths, about) => begin(fromPaths(paths, about)),
    paste,
    samples: () => begin(fromPaths([samplesManifest], {})),
    again(ids, model) {
      const read = async () => ids.map((id) => storedBoard(options, id));
      return begin({ read, golden: null, again: true, otherModel: model });
    },
    cancel: (id) => jobs.get(id)?.stop.abort(),
    list: () => [...jobs.values()].map((job) => job.now()).toReversed(),
    dismiss(id) {
      const state = jobs.get(id)?.now().state;
      if (state === 'finished' || state === 'cancelled') jobs.delete(id);
    },
    load() {
      const all = [...jobs.values()].map((job) => job.now()).filter(({ state }) => state === 'inspecting');
      const running = all.reduce((sum, job) => sum + job.running.length, 0);
      const left = all.reduce((sum, job) => sum + job.total - job.inspected - job.known - job.refusedTotal, 0);
      return { running, waiting: Math.max(0, left - running) };
    },
    async close() {
      for (const { stop } of jobs.values()) stop.abort();
      await Promise.all([...jobs.values()].map(({ ended }) => ended));
    },
  };
}

/** A stored board as if it came in again, with the golden that it had. */
function storedBoard({ context, images }: ImportServices, id: string): ImportInput {
  const read = getInspection(context.db, id);
  if (!read.ok) return { ok: false, name: id, error: read.error };
  if (read.value === null) return { ok: false, name: id, error: inspectionError('INSPECTION_NOT_FOUND', { id }) };
  const { image, golden, part, lot, serial } = read.value;
  const file = (stored: typeof image): NamedFile => ({
    given: stored.sourcePath,
    path: images.absolute(stored.storedPath),
    sha256: stored.sha256,
  });
  const same = golden && ({ ...file(golden), from: 'named' } as const);
  return { ok: true, request: { image: file(image), golden: same, part, lot, serial } };
}
