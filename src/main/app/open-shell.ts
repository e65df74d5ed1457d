/** Puts station, calls, window and menu together when Electron is ready. */
import { join } from 'node:path';
import { app, type BrowserWindow, Menu, protocol, safeStorage, session, shell } from 'electron';
import { decide } from '../../core/identity/access.ts';
import { fail } from '../../core/kernel/result.ts';
import type { Handlers } from '../../ipc/contract.ts';
import { machineNames } from '../../station/compose.ts';
import { openWorkstation } from '../../station/open-workstation.ts';
import { defaultSettings, type SiteSettings } from '../../station/settings/site-settings.ts';
import type { StationEvent, Workstation } from '../../station/workstation.ts';
import { createHandlers } from '../ipc/handlers/create-handlers.ts';
import { handlersWithoutStation } from '../ipc/handlers/handlers-without-station.ts';
import type { ShellServices } from '../ipc/handlers/shell-services.ts';
import { tellEvents } from '../ipc/handlers/tell-events.ts';
import { makeTellers, registerCalls } from '../ipc/register.ts';
import { respond } from '../protocol/respond.ts';
import { windowScheme } from '../protocol/window-url.ts';
import { openUpdates } from '../updates/open-updates.ts';
import type { Updates } from '../updates/updates.ts';
import { bringToFront, openMainWindow } from '../windows/main-window.ts';
import { menuTemplate } from '../windows/menu.ts';
import { applicationInfo } from './application-info.ts';
import { makeDialogs } from './dialogs.ts';
import { openHeldFiles } from './held-files.ts';
import { sealerOf } from './key-sealing.ts';
import type { LocalLog } from './local-log.ts';
import { lockDownSession } from './lock-down.ts';
import { programOf } from './program.ts';
import { askAfterFailures, askBeforeQuit } from './questions.ts';
import { makeQuitting } from './quitting.ts';
import type { FileReceiver } from './received-files.ts';
import { restoreStation } from './restore-station.ts';
import { openDoor } from './station-door.ts';
import { backgroundColor, followTheme, textsOf } from './window-look.ts';

export interface ShellOptions {
  readonly dataDir: string;
  /** Folder that the window's bundles were built into; the project's root lies above it. */
  readonly bundles: string;
  readonly log: LocalLog;
  readonly deliverFilesTo: (receiver: FileReceiver) => void;
}

/** A data directory that cannot be opened is tried again so often. */
const tryEveryMs = 5000;
/** Milliseconds that a loaded page has to draw itself before the engine takes a processor to load its model. */
const firstViewMs = 500;

/** The window's processes start while this one opens the station; what the page asks meanwhile is answered afterwards. */
export async function openShell({ dataDir, bundles, log, deliverFilesTo }: ShellOptions): Promise<void> {
  const onFault = (where: string, fault: unknown): void =>
    log.write(where, fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));
  const program = programOf({
    isPackaged: app.isPackaged,
    bundles,
    projectRoot: join(bundles, '..'),
    resourcesPath: process.resourcesPath,
    platform: process.platform,
  });
  let window: BrowserWindow | undefined;
  /** Of the station that is open. */
  let answering: Handlers | undefined;
  let updates: Updates | null = null;
  const pageDrawn = Promise.withResolvers<void>();
  // A window that is gone has no page, and Electron throws for who asks.
  const ownPage = () => (window && !window.isDestroyed() ? window.webContents : undefined);
  const tell = makeTellers(ownPage, onFault);
  const toWindow = tellEvents(tell);
  const listener = (event: StationEvent): void => {
    toWindow(event);
    if (event.type === 'settings_changed') look(event.settings);
    if (event.type === 'session_changed') void held.release();
  };
  const open = () =>
    openWorkstation({
      dataDir,
      version: app.getVersion(),
      program,
      listener,
      onLog: (line) => log.write('engine', line),
      sealer: sealerOf(safeStorage, process.platform),
    });
  const begin = (workstation: Workstation): void => {
    look(workstation.settings.read());
    deliverFilesTo({ receive: (files) => receive(files) });
    void held.release();
    void pageDrawn.promise.then(() => {
      if (!quitting.isLeaving()) workstation.warmUp();
    });
  };
  const door = openDoor({
    open,
    tryEveryMs,
    onOpened(workstation) {
      answering = undefined;
      begin(workstation);
      ownPage()?.reload();
    },
  });
  const openStation = (): Workstation | null => {
    const station = door.state();
    return station?.ok ? station.value : null;
  };
  const settingsNow = (): SiteSettings => openStation()?.settings.read() ?? defaultSettings(machineNames());
  const held = openHeldFiles({
    file: join(app.getPath('userData'), 'held-files.json'),
    mayImport() {
      const station = openStation();
      return station !== null && decide(station.context.access, 'board.inspect').ok;
    },
    start: async (files) => (await handlers()).imports.start({ paths: [...files], about: {} }),
    onCount: (waiting) => tell.imports.handOverChanged({ waiting }),
  });
  const texts = () => textsOf(settingsNow(), app.getLocale());
  const services: ShellServices = {
    info: () => applicationInfo(app),
    logFault: ({ message, stack }) => log.write('window', `${message}\n${stack}`),
    ...makeDialogs(texts, () => window!),
    heldFiles: held,
    restoreBackup: (file) => restoreStation(door, dataDir, file),
  };
  const handlers = async (): Promise<Handlers> => {
    const station = door.state() ?? (await door.tried());
    if (!station.ok) return handlersWithoutStation(station.error, dataDir, services);
    answering ??= createHandlers(station.value, services);
    return answering;
  };
  let late: readonly string[] = [];
  const receive = (files: readonly string[]): void => {
    if (quitting.isLeaving()) {
      late = [...late, ...files];
      return;
    }
    if (window) bringToFront(window);
    void held.receive(files);
  };

  registerCalls(handlers, ownPage, onFault);
  lockDownSession(session.defaultSession);
  protocol.handle(windowScheme, (request) =>
    respond(request, {
      bundle: join(bundles, 'renderer'),
      async pictureFile(picture) {
        const station = door.state() ?? (await door.tried());
        if (!station.ok) return fail(station.error);
        const { context, pictures } = station.value;
        const allowed = context.may('station.read');
        return allowed.ok ? pictures.pictureFile(picture.sha256, picture) : allowed;
      },
    }),
  );

  const quitting = makeQuitting({
    async work() {
      const station = openStation();
      if (station === null) return null;
      const { running, waiting } = station.status();
      // An import that still looks for its files has no boards yet.
      const reading = station.imports.list().filter(({ state }) => state === 'reading').length;
      return { running, waiting: waiting + reading };
    },
    ask: (work) => askBeforeQuit(window!, texts(), work),
    async finish() {
      door.close();
      const station = await door.tried();
      if (station.ok) await station.value.close();
    },
    quit() {
      // Files that came while the station was being closed are the next start's.
      if (late.length > 0) app.relaunch({ args: [...process.argv.slice(1), ...late] });
      app.quit();
    },
    onFault: (fault) => onFault('closing', fault),
  });
  followTheme(settingsNow());
  window = openMainWindow({
    preload: join(bundles, 'preload', 'index.cjs'),
    placeFile: join(app.getPath('userData'), 'place.json'),
    backgroundColor: backgroundColor(),
    looks: door.tried(),
    onFault: (what) => log.write('window', what),
    onHopeless: (times) =>
      void askAfterFailures(texts(), times, log.folder).then((again) => (again ? ownPage()?.reload() : app.quit())),
    mayClose: quitting.mayClose,
  });
  window.webContents.once('did-finish-load', () => setTimeout(pageDrawn.resolve, firstViewMs));
  app.on('window-all-closed', () => app.quit());

  function look(settings: SiteSettings): void {
    followTheme(settings);
    const { keys } = settings;
    const update = updates?.state() ?? null;
    const template = menuTemplate(
      {
        texts: textsOf(settings, app.getLocale()),
        platform: process.platform,
        development: !app.isPackaged,
        keys,
        update,
      },
      {
        run: (id) => tell.application.command({ id }),
        showDataFolder: () => void shell.openPath(dataDir),
        reloadWindow: () => ownPage()?.reload(),
        showAbout: () => app.showAboutPanel(),
        checkForUpdates: () => void updates?.check(),
      },
    );
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }
  look(settingsNow());
  const station = await door.tried();
  if (station.ok) begin(station.value);
  if (!window.isDestroyed()) window.setBackgroundColor(backgroundColor());
  updates = await openUpdates({
    app,
    dataDir,
    resources: program.resources,
    log,
    onState(state) {
      look(settingsNow());
      if (window && !window.isDestroyed()) window.setProgressBar(state.kind === 'downloading' ? state.progress : -1);
    },
  });
  look(settingsNow());
}
