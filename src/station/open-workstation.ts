/** Wires the living station, as compose.ts wires what the command line needs. */
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { stationStarted, stationStopped } from '../core/audit/entries.ts';
import { largeBoardPixels, maxImagePixels } from '../core/detection/image-limits.ts';
import type { InspectionId } from '../core/kernel/ids.ts';
import { type AppError, fail, ok, type Result } from '../core/kernel/result.ts';
import { recordAction } from './audit/action.ts';
import { createLogExport } from './audit/log-export.ts';
import { noSigner } from './audit/log-signer.ts';
import { createLogVerification } from './audit/log-verification.ts';
import { openLogSigner } from './audit/open-log-signer.ts';
import type { LogProgress } from './audit/verify.ts';
import { systemClock } from './clock.ts';
import {
  composeModelReceiver,
  composeModels,
  machineNames,
  type ProgramFolders,
  programFolders,
  startEngine,
} from './compose.ts';
import type { StationContext } from './context.ts';
import type { Database } from './db/database.ts';
import { dbError } from './db/errors.ts';
import { openDatabase } from './db/open.ts';
import { defaultPatience, type Patience } from './db/patient-changes.ts';
import { defaultEngineLimits, type EngineLimits } from './engine/limits.ts';
import { finishOutputs } from './evidence/finish-outputs.ts';
import { centralHttp } from './identity/central-http.ts';
import { openSession } from './identity/session.ts';
import { signInFailures } from './identity/sign-in-failures.ts';
import type { ImageStoreError } from './images/errors.ts';
import { type ImageStore, openImageStore } from './images/image-store.ts';
import { createImportJobs } from './imports/import-jobs.ts';
import { createModelLine } from './imports/model-line.ts';
import { throttle } from './imports/throttle.ts';
import type { BoardOutcome } from './inspections/board-request.ts';
import { readRows } from './inspections/inspection-rows.ts';
import { providerOrder } from './inspections/provider-order.ts';
import { noSealer, type Sealer } from './keys/sealer.ts';
import type { ModelCatalog } from './models/catalog.ts';
import { openPictureCache, sweepPictureCache } from './pictures/picture-cache.ts';
import { createPictures } from './pictures/pictures.ts';
import { proposeRecipe } from './recipes/choose-recipe.ts';
import { receiveRecipe } from './recipes/receive-recipe.ts';
import { createRecipeBook } from './recipes/recipe-book.ts';
import { reviewSession } from './review/review-session.ts';
import { changeSettings, defaultSettings, readSettings, type SiteSettings } from './settings/site-settings.ts';
import { summarise } from './statistics/summary.ts';
import { watchDatabase } from './status/database-watch.ts';
import { watchProblems } from './status/problems.ts';
import { boardPace, statusReader } from './status/station-status.ts';
import { connectionCredentials } from './sync/connection-credentials.ts';
import { httpTransport, systemTiming } from './sync/http-transport.ts';
import { openSync } from './sync/open-sync.ts';
import { stationSync } from './sync/station-sync.ts';
import type { StationEvent, Workstation } from './workstation.ts';

export interface WorkstationOptions {
  readonly dataDir: string;
  /** The program's version, for the log. */
  readonly version: string;
  readonly program?: ProgramFolders;
  /** Told in the order in which things happen, on this thread; it must not throw. */
  readonly listener: (event: StationEvent) => void;
  /** A line of what the engine or a native library wrote. */
  readonly onLog?: (line: string) => void;
  readonly engineLimits?: EngineLimits;
  /** The computer's key store; none unless told. */
  readonly sealer?: Sealer;
  /** How long a change waits for another program that holds the database, in ms. */
  readonly patienceMs?: number;
}

/** For so long the window's thread stands still at its start, and for what cannot wait, where another program writes. */
const busyTimeoutMs = 1000;
const statusEveryMs = 250;
const rowsEveryMs = 100;
/** More changed rows than this mean "read again". */
const mostRows = 100;

/**
 * Opens a data directory, which is made where it is missing, and everything that works on it. The engine starts with
 * its first job. Where the directory may only be read, what is stored can be looked at, and the status says so.
 * Errors: DB_* and STORE_*, where not even that is possible.
 */
export async function openWorkstation(options: WorkstationOptions): Promise<Result<Workstation, AppError>> {
  const { dataDir, version, listener, program = programFolders(), onLog = () => undefined } = options;
  const opened = openToUse(dataDir, {
    totalMs: options.patienceMs ?? defaultPatience.totalMs,
    onWaiting: () => problems.noticed(dbError('DB_WAITING')),
    onThrough: () => problems.cleared('DB'),
  });
  if (!opened.ok) return opened;
  const { db, problem } = opened.value;
  const stored = await openImageStore(dataDir);
  const images = stored.ok ? stored.value : lookingOnly(dataDir, stored.error);
  const defaults = defaultSettings(machineNames());
  const first = readSettings(db, defaults);
  if (!first.ok) {
    db.close();
    return first;
  }
  let settings: SiteSettings = first.value;
  const clock = systemClock();
  const session = openSession({
    context: () => context,
    failures: signInFailures(db, clock),
    central() {
      const { centralSignIn } = settings;
      return centralSignIn && { signIn: centralHttp(centralSignIn.url), graceDays: centralSignIn.graceDays };
    },
    idleMinutes: () => settings.idleLockMinutes,
    onUnstored: (error) => problems.noticed(error),
    onChange(state) {
      listener({ type: 'session_changed', session: state });
      statusChanged.push();
    },
  });
  const given = {
    db,
    clock,
    get station() {
      return settings.station;
    },
    get actor() {
      // Where there are no people, who the settings name works here.
      return session.actor() ?? { id: `local/${settings.person}`, name: settings.person, role: 'operator' };
    },
    get access() {
      return session.access();
    },
    may: session.may,
    signer: noSigner,
  };
  // There before its signer: the first key's entry is somebody's, too.
  const context: StationContext = given;
  const signer = openLogSigner({
    context: given,
    dataDir,
    sealer: options.sealer ?? noSealer,
    onChange: () => statusChanged.push(),
  });
  given.signer = signer;

  const limits = options.engineLimits ?? defaultEngineLimits(availableParallelism());
  const engine = startEngine(onLog, program, limits);
  const providers = () => providerOrder('auto', settings.providers ?? undefined);
  const line = createModelLine(engine, providers);
  const models = composeModels(dataDir, program);
  // Which precision suits depends on where boards will run.
  const catalog: ModelCatalog = {
    ...models,
    choose: (name, any, order = providers()) => models.choose(name, any, order),
  };
  const cacheFolder = join(dataDir, 'cache');
  await sweepPictureCache(cacheFolder);
  const cache = openPictureCache(cacheFolder);
  const pictures = createPictures({ db, images, cache, engine, maxPixels: maxImagePixels });
  const pace = boardPace();

  const statusChanged = throttle<void>(statusEveryMs, () =>
    listener({ type: 'status_changed', status: workstation.status() }),
  );
  const problems = watchProblems(() => statusChanged.push());
  const watch = watchDatabase(db, problems);
  let changed = new Set<InspectionId>();
  const rowsChanged = throttle<void>(rowsEveryMs, () => {
    const ids = [...changed];
    changed = new Set();
    const rows = ids.length > mostRows ? null : readRows(db, ids);
    listener({ type: 'inspections_changed', ids, rows: rows?.ok ? rows.value : null });
  });
  const tellChanged = (ids: readonly InspectionId[]): void => {
    for (const id of ids) changed.add(id);
    synchroniser.wake();
    rowsChanged.push();
    statusChanged.push();
  };
  const onOutcome = (outcome: BoardOutcome): void => {
    if (!outcome.inspected) {
      problems.noticed(outcome.error);
      return;
    }
    for (const area of ['DB', 'STORE', 'MODEL', 'PROVIDER', 'ENGINE'] as const) problems.cleared(area);
    if (outcome.found || outcome.inspectionId === null) return;
    pace.add(outcome);
    // Seconds of work that nobody should wait for when the board is opened.
    if (outcome.width * outcome.height > largeBoardPixels) void pictures.sizeOf(outcome.sha256);
    tellChanged([outcome.inspectionId]);
  };
  const imports = createImportJobs({
    dataDir,
    context,
    images,
    catalog,
    line,
    maxPixels: maxImagePixels,
    samplesManifest: join(program.resources, 'boards', 'samples', 'manifest.jsonl'),
    onOutcome,
    onProgress(progress) {
      if (progress.error !== null) problems.noticed(progress.error);
      // Whoever hears that an import has ended has heard of all its boards.
      if (progress.state === 'finished' || progress.state === 'cancelled') rowsChanged.flush();
      listener({ type: 'import_progressed', progress });
      statusChanged.push();
    },
  });

  const credentials = connectionCredentials(db, dataDir, options.sealer ?? noSealer);
  const syncTold = throttle<void>(statusEveryMs, () => listener({ type: 'sync_changed', sync: synchroniser.state() }));
  const synchroniser = openSync({
    context,
    images,
    settings: () => settings,
    credentials,
    receiveRecipe: (name, content) => receiveRecipe(context, catalog, { name, content }),
    receivesPeople: true,
    models: composeModelReceiver(context, dataDir, onLog, program),
    onChange() {
      syncTold.push();
      statusChanged.push();
    },
    onProblem: (error) => problems.noticed(error),
  });

  const verificationTold = throttle<LogProgress>(statusEveryMs, (progress) =>
    listener({ type: 'verification_progressed', progress }),
  );
  const logVerification = createLogVerification({
    file: db.file,
    thread: program.logVerifier,
    onProgress: (progress) => verificationTold.push(progress),
    onVerified: () => statusChanged.push(),
  });

  const exportTold = throttle<LogProgress>(statusEveryMs, (progress) =>
    listener({ type: 'export_progressed', progress }),
  );
  const logExport = createLogExport(context, (progress) => exportTold.push(progress));

  let countings = 0;
  const summariseAndTell: Workstation['summarise'] = (request) => {
    countings += 1;
    const counting = countings;
    // Of two at once the window waits for the later one.
    const told = throttle<number>(statusEveryMs, (share) => {
      if (counting === countings) listener({ type: 'counting_progressed', share });
    });
    return summarise(db, request, { onProgress: (share) => told.push(share) }).finally(() => told.flush());
  };

  const workstation: Workstation = {
    dataDir,
    context,
    imports,
    pictures,
    catalog,
    signer,
    session,
    logVerification,
    logExport,
    recipes: createRecipeBook({ context, images, catalog, pictures }),
    review: reviewSession(),
    summarise: summariseAndTell,
    reports: {
      context,
      images,
      renderer: engine,
      fontFolder: join(program.resources, 'fonts'),
      maxPixels: maxImagePixels,
    },
    settings: {
      read: () => settings,
      change(values, also, from) {
        const stored = changeSettings(context, values, also, from);
        if (!stored.ok) return stored;
        const read = readSettings(db, defaults);
        if (!read.ok) return read;
        const sentTo = centralOf(settings);
        settings = read.value;
        if (centralOf(settings) !== sentTo) synchroniser.start();
        listener({ type: 'settings_changed', settings });
        statusChanged.push();
        return ok(settings);
      },
    },
    status: statusReader({
      dataDir,
      context,
      engine,
      line,
      jobs: imports,
      pace,
      problems,
      sync: synchroniser,
      verification: logVerification,
    }),
    sync: stationSync({
      context,
      synchroniser,
      credentials,
      target: () => settings.centralSync,
      transport: httpTransport,
      timing: systemTiming(clock),
      changeSettings: (values, also) => workstation.settings.change(values, also),
    }),
    decided: (ids) => tellChanged(ids as readonly InspectionId[]),
    failed: (error) => problems.noticed(error),
    warmUp() {
      const proposal = proposeRecipe(catalog);
      if (!proposal.ok) problems.noticed(proposal.error);
      else
        void line.load(proposal.value.model).then((loaded) => {
          if (!loaded.ok) problems.noticed(loaded.error);
          statusChanged.push();
        });
    },
    async close() {
      await Promise.all([imports.close(), logVerification.stop(), logExport.stop()]);
      await synchroniser.close();
      await engine.close();
      watch.close();
      session.close();
      rowsChanged.flush();
      statusChanged.flush();
      syncTold.flush();
      // After every change that still waits.
      await db.patiently(() => recordAction(context, stationStopped({ station: settings.station, version })));
      await db.patiently(() => signer.checkpoint());
      signer.close();
      db.close();
    },
  };
  if (problem !== null) problems.noticed(problem);
  if (!stored.ok) problems.noticed(stored.error);
  const started = recordAction(context, stationStarted({ station: settings.station, version }));
  if (!started.ok) problems.noticed(started.error);
  // What a kill left half way through a change of the connection.
  const swept = credentials.sweep();
  if (!swept.ok) problems.noticed(swept.error);
  synchroniser.start();
  void finishOutputs(context);
  return ok(workstation);
}

/** What sending and receiving follow from, to see a difference by. */
const centralOf = ({ centralSync, centralSignIn }: SiteSettings): string =>
  JSON.stringify([centralSync, centralSignIn]);

/** The database for reading and writing, else for looking only with the reason. */
function openToUse(
  dataDir: string,
  patience: Patience,
): Result<{ readonly db: Database; readonly problem: AppError | null }, AppError> {
  const file = join(dataDir, 'station.db');
  const writable = openDatabase({ file, busyTimeoutMs, patience });
  if (writable.ok) return ok({ db: writable.value, problem: null });
  if (!['DB_READ_ONLY', 'DB_CANNOT_OPEN', 'DB_FULL'].includes(writable.error.code)) return writable;
  const readable = openDatabase({ file, busyTimeoutMs, readOnly: true });
  return readable.ok ? ok({ db: readable.value, problem: writable.error }) : writable;
}

/** A store of a directory that may only be read. */
const lookingOnly = (dataDir: string, error: ImageStoreError): ImageStore => ({
  storeOriginal: async () => fail(error),
  absolute: (storedPath) => join(dataDir, storedPath),
});
