/** Electron's `app`: life of the process, paths, single instance. */
import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App } from 'electron';
import { Chromium } from './chromium.ts';
import type { Host } from './host.ts';
import { blankPage, type LoopbackServer, startLoopbackServer } from './loopback-server.ts';
import { SingleInstance } from './single-instance.ts';

type PathName = Parameters<App['getPath']>[0];

export class Application extends EventEmitter {
  readonly isPackaged = false;
  readonly #host: Host;
  readonly #ready = Promise.withResolvers<void>();
  readonly #paths = new Map<string, string>();
  #isReady = false;
  #quitting = false;
  #server: LoopbackServer | undefined;
  #name: string | undefined;
  #instance: SingleInstance | undefined;

  constructor(host: Host) {
    super();
    this.#host = host;
    this.setMaxListeners(0);
  }

  get commandLine(): Pick<App['commandLine'], 'appendSwitch' | 'hasSwitch' | 'getSwitchValue' | 'removeSwitch'> {
    const { switches } = this.#host;
    return {
      appendSwitch: (name, value = '') => void switches.set(name, value),
      hasSwitch: (name) => switches.has(name),
      getSwitchValue: (name) => switches.get(name) ?? '',
      removeSwitch: (name) => void switches.delete(name),
    };
  }

  /** Cookie that lets the window's browser in. */
  get cookie(): LoopbackServer['cookie'] {
    return this.#server!.cookie;
  }

  whenReady(): Promise<void> {
    return this.#ready.promise;
  }
  isReady(): boolean {
    return this.#isReady;
  }
  getVersion(): string {
    return this.#host.manifest.version;
  }
  getName(): string {
    return this.#name ?? this.#host.manifest.productName ?? this.#host.manifest.name;
  }
  setName(name: string): void {
    this.#name = name;
  }
  getAppPath(): string {
    return this.#host.appPath;
  }
  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }
  getPreferredSystemLanguages(): string[] {
    return [this.getLocale()];
  }
  setAboutPanelOptions(options: object): void {
    this.#host.record('app.setAboutPanelOptions', options);
  }
  showAboutPanel(): void {
    this.#host.record('app.showAboutPanel');
  }
  setAppUserModelId(id: string): void {
    this.#host.record('app.setAppUserModelId', id);
  }
  enableSandbox(): void {
    this.#host.record('app.enableSandbox');
  }
  relaunch(options: object = {}): void {
    this.#host.record('app.relaunch', options);
  }

  getPath(name: PathName): string {
    const set = this.#paths.get(name);
    if (set !== undefined) return set;
    const path = this.#defaultPath(name);
    if (name === 'userData') mkdirSync(path, { recursive: true });
    return path;
  }

  setPath(name: string, path: string): void {
    this.#paths.set(name, path);
  }

  #defaultPath(name: PathName): string {
    const home = homedir();
    switch (name) {
      case 'home':
        return home;
      case 'appData':
        return process.env.XDG_CONFIG_HOME || join(home, '.config');
      case 'userData':
        return this.#host.switches.get('user-data-dir') || join(this.getPath('appData'), this.getName());
      case 'sessionData':
        return this.getPath('userData');
      case 'logs':
        return join(this.getPath('userData'), 'logs');
      case 'crashDumps':
        return join(this.getPath('userData'), 'Crashpad');
      case 'temp':
        return tmpdir();
      case 'exe':
        return process.argv[0]!;
      case 'documents':
        return join(home, 'Documents');
      case 'downloads':
        return join(home, 'Downloads');
      case 'desktop':
        return join(home, 'Desktop');
      case 'pictures':
        return join(home, 'Pictures');
      default:
        throw new Error(`Failed to get '${name}' path`);
    }
  }

  requestSingleInstanceLock(additionalData: object = {}): boolean {
    this.#instance ??= new SingleInstance(this.getPath('userData'), ({ argv, cwd, data }) =>
      this.emit('second-instance', {}, argv, cwd, data),
    );
    return this.#instance.acquire({ argv: process.argv, cwd: process.cwd(), data: additionalData });
  }
  hasSingleInstanceLock(): boolean {
    return this.#instance?.held ?? false;
  }
  releaseSingleInstanceLock(): void {
    this.#instance?.release();
  }

  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    // As BrowserWindow.close().
    setImmediate(async () => {
      this.#quitting = await this.#quitUnlessPrevented();
    });
  }

  exit(code = 0): void {
    this.emit('quit', {}, code);
    this.releaseSingleInstanceLock();
    if (!this.#host.hasChromium) process.exit(code);
    void this.#host.chromium.close().then(() => process.exit(code));
  }

  /** Starts the server and the browser; boot.ts calls it when the main module has been evaluated. */
  async start(): Promise<void> {
    const host = this.#host;
    this.#server = await startLoopbackServer(host);
    host.chromium = new Chromium({
      profile: join(this.getPath('userData'), 'stand-in-chromium'),
      serverPort: this.#server.port,
      headed: host.headed,
      firstPage: blankPage,
      switches: host.switches,
    });
    void host.chromium.gone.then(() => this.#browserGone());
    host.chromium.devTools.on('Target.targetDestroyed', ({ targetId }) => {
      for (const window of host.windows) if (window.webContents.targetId === targetId) window.targetClosed();
    });
    await host.chromium.devTools.send('Target.setDiscoverTargets', { discover: true });
    this.#isReady = true;
    this.#ready.resolve();
    this.emit('ready', {}, {});
  }

  windowClosed(): void {
    if (this.#quitting || this.#host.windows.size > 0) return;
    if (!this.emit('window-all-closed')) this.quit();
  }

  async #quitUnlessPrevented(): Promise<boolean> {
    if (this.#prevented('before-quit')) return false;
    for (const window of [...this.#host.windows]) if (!(await window.closeUnlessPrevented())) return false;
    if (this.#prevented('will-quit')) return false;
    this.exit(0);
    return true;
  }

  #prevented(event: 'before-quit' | 'will-quit'): boolean {
    let prevented = false;
    this.emit(event, {
      preventDefault: () => {
        prevented = true;
      },
    });
    return prevented;
  }

  /** Without its browser no window is left: what the main process does when the last one closes happens now. */
  #browserGone(): void {
    for (const window of [...this.#host.windows]) window.targetClosed();
  }
}
