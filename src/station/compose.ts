/** The only wiring of the station's services: everything else gets what it needs passed in. */
import { availableParallelism, hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { maxImagePixels } from '../core/detection/image-limits.ts';
import type { AppError, Result } from '../core/kernel/result.ts';
import { ok } from '../core/kernel/result.ts';
import { openLogSigner, type StationSigner } from './audit/open-log-signer.ts';
import { systemClock } from './clock.ts';
import { openToAll, type StationContext } from './context.ts';
import { openDatabase } from './db/open.ts';
import { createEngineClient, type EngineClient } from './engine/client.ts';
import { defaultEngineLimits } from './engine/limits.ts';
import { centralHttp } from './identity/central-http.ts';
import { type Credentials, signInOnce } from './identity/sign-in-once.ts';
import { type ImageStore, openImageStore } from './images/image-store.ts';
import type { Renderer } from './inspections/overlay.ts';
import { noSealer } from './keys/sealer.ts';
import { type ModelCatalog, modelCatalog } from './models/catalog.ts';
import { type ModelReceiver, modelReceiver } from './models/receive-model.ts';
import { readTrustedKeys } from './models/signature.ts';
import type { ReportServices } from './reports/create-report.ts';
import { defaultSettings, readSettings } from './settings/site-settings.ts';

/** Files that come with the program. */
export interface ProgramFolders {
  readonly root: string;
  readonly models: string;
  readonly resources: string;
  /** The engine's entry. */
  readonly engine: string;
  /** Entry of the thread that verifies the log. */
  readonly logVerifier: string;
  /** Node's own binary that the engine runs on; never Electron's. */
  readonly node: string;
}

export function programFolders(root = join(import.meta.dirname, '..', '..')): ProgramFolders {
  return {
    root,
    models: join(root, 'models'),
    resources: join(root, 'resources'),
    engine: join(root, 'src', 'engine', 'main.ts'),
    logVerifier: join(root, 'src', 'station', 'audit', 'verification-worker.ts'),
    node: process.execPath,
  };
}

/** Where models of the central service wait for somebody to use them. */
export const receivedModels = (dataDir: string): string => join(dataDir, 'models-received');

export function composeModels(dataDir: string, program = programFolders()): ModelCatalog {
  const installFolder = join(dataDir, 'models');
  const path = [
    { path: installFolder, origin: 'installed' },
    { path: program.models, origin: 'bundled' },
    { path: receivedModels(dataDir), origin: 'received' },
  ] as const;
  return modelCatalog(path, readTrustedKeys(join(program.resources, 'keys')), installFolder);
}

/** Takes models of the central service; each is loaded by an engine of its own first, on the CPU, which every station has. */
export function composeModelReceiver(
  context: StationContext,
  dataDir: string,
  onLog: (line: string) => void,
  program = programFolders(),
): ModelReceiver {
  return modelReceiver({
    context,
    catalog: composeModels(dataDir, program),
    folder: receivedModels(dataDir),
    async tryToLoad(model) {
      const engine = startEngine(onLog, program);
      try {
        return await engine.loadModel(model, ['cpu']);
      } finally {
        await engine.close();
      }
    },
  });
}

export interface Station {
  readonly dataDir: string;
  readonly context: StationContext;
  readonly images: ImageStore;
  readonly signer: StationSigner;
  /** Signs the log as it is and gives everything back. */
  close(): void;
}

export interface StationOptions {
  readonly dataDir: string;
  /** Name of the station in records; where none is given, the one that the site set, else the computer's. */
  readonly station?: string | undefined;
  /** Who runs the program; null: an unattended line, or anybody while the station has no people. */
  readonly credentials?: Credentials | null;
}

/** Opens the data directory, which is made where it is missing. Errors: DB_*, STORE_*, IDENTITY_*. */
export async function openStation(options: StationOptions): Promise<Result<Station, AppError>> {
  const { dataDir, station, credentials = null } = options;
  const db = openDatabase({ file: join(dataDir, 'station.db') });
  if (!db.ok) return db;
  const images = await openImageStore(dataDir);
  if (!images.ok) {
    db.value.close();
    return images;
  }
  const settingsNow = () => readSettings(db.value, defaultSettings(machineNames()));
  const settings = settingsNow();
  if (!settings.ok) {
    db.value.close();
    return settings;
  }
  const actor = { id: 'cli', name: machineNames().person, role: 'line' };
  const name = station ?? settings.value.station;
  const given = { db: db.value, clock: systemClock(), station: name, actor, ...openToAll };
  const signer = openLogSigner({ context: given, dataDir, sealer: noSealer });
  const close = (): void => {
    signer.checkpoint();
    signer.close();
    db.value.close();
  };
  const central = () => {
    const now = settingsNow();
    const configured = now.ok ? now.value.centralSignIn : null;
    return configured && { signIn: centralHttp(configured.url), graceDays: configured.graceDays };
  };
  const context = await signInOnce({ ...given, signer }, credentials, central);
  if (!context.ok) {
    close();
    return context;
  }
  return ok({ dataDir, context: context.value, images: images.value, signer, close });
}

/** What the computer calls itself and who is logged in: until a site sets other names. */
export const machineNames = (): { readonly station: string; readonly person: string } => ({
  station: hostname() || 'station',
  person: osUser() || 'operator',
});

function osUser(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a user id that has no name.
    return `uid ${process.getuid?.() ?? ''}`.trim();
  }
}

/** The engine, started with its first job. `onLog` gets what it and its native libraries write, a line at a time. */
export function startEngine(
  onLog: (line: string) => void,
  program = programFolders(),
  limits = defaultEngineLimits(availableParallelism()),
): EngineClient {
  return createEngineClient({ nodePath: program.node, enginePath: program.engine, limits, onLog });
}

export const reportServices = (station: Station, renderer: Renderer, program = programFolders()): ReportServices => ({
  context: station.context,
  images: station.images,
  renderer,
  fontFolder: join(program.resources, 'fonts'),
  maxPixels: maxImagePixels,
});
