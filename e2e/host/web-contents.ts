/** A page of the window: a Chromium target behind Electron's WebContents. */
import { EventEmitter } from 'node:events';
import type { HandlerDetails, WebContents as RealContents, WebPreferences } from 'electron';
import type { Application } from './application.ts';
import { BridgeEnd } from './bridge-end.ts';
import type { BrowserWindow } from './browser-window.ts';
import type { DevTools } from './chromium.ts';
import { watchForHangs } from './hang-watch.ts';
import type { Host } from './host.ts';
import type { IpcMain } from './ipc-main.ts';
import { blankPage } from './loopback-server.ts';

export interface PageServices {
  readonly host: Host;
  readonly app: Application;
  readonly ipcMain: IpcMain;
  readonly session: object;
  readonly isDark: () => boolean;
  /** Pairs the two ends of the page's bridge; secret from the page. */
  readonly bridgeKey: string;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

type OpenHandler = Parameters<RealContents['setWindowOpenHandler']>[0];

export class WebContents extends EventEmitter {
  readonly id: number;
  readonly session: object;
  /** The target once it is there. */
  readonly attached: Promise<DevTools>;
  targetId = '';
  readonly #services: PageServices;
  readonly #preferences: WebPreferences;
  readonly #bridge: BridgeEnd;
  #url = '';
  #expected: string | undefined;
  #loaded: PromiseWithResolvers<void> | undefined;
  #openHandler: OpenHandler = () => ({ action: 'allow' });
  #loading = false;
  #destroyed = false;
  #crashed = false;

  constructor(services: PageServices, id: number, preferences: WebPreferences, size: Size) {
    super();
    this.id = id;
    this.session = services.session;
    this.#services = services;
    this.#preferences = preferences;
    this.#bridge = new BridgeEnd(this, services, preferences.preload);
    this.attached = this.#attach(size);
    this.attached.catch((error: unknown) => console.error('stand-in: no page:', error));
  }

  get mainFrame(): { url: string; origin: string; parent: null; isDestroyed: () => boolean } {
    const origin = /^[a-z][a-z0-9+.-]*:\/\/[^/]*/i.exec(this.#url)?.[0] ?? 'null';
    return { url: this.#url, origin, parent: null, isDestroyed: () => this.#destroyed };
  }

  getURL(): string {
    return this.#url;
  }
  isLoading(): boolean {
    return this.#loading;
  }
  isDestroyed(): boolean {
    return this.#destroyed;
  }
  isCrashed(): boolean {
    return this.#crashed;
  }
  /** What the window was made with; Electron's adds its own defaults. */
  getLastWebPreferences(): WebPreferences {
    return { ...this.#preferences };
  }
  setWindowOpenHandler(handler: OpenHandler): void {
    this.#openHandler = handler;
  }
  /** A page wants a window. */
  askToOpen(details: HandlerDetails): ReturnType<OpenHandler> {
    return this.#openHandler(details);
  }

  async loadURL(url: string): Promise<void> {
    const page = await this.attached;
    const { schemes, chromium } = this.#services.host;
    const address = schemes.toHttp(url);
    this.#startLoading();
    const loaded = Promise.withResolvers<void>();
    loaded.promise.catch(() => undefined);
    this.#loaded = loaded;
    this.#expected = withoutHash(address);
    if (address !== url) {
      const { name, value } = this.#services.app.cookie;
      const cookie = { name, value, url: new URL(address).origin, httpOnly: true, sameSite: 'Strict' as const };
      await chromium.devTools.send('Storage.setCookies', { cookies: [cookie] });
    }
    const { errorText } = await page.send('Page.navigate', { url: address });
    if (errorText) {
      this.emit('did-fail-load', {}, -2, errorText, url, true);
      loaded.reject(Object.assign(new Error(`${errorText} (-2) loading '${url}'`), { code: errorText, url }));
    }
    return loaded.promise;
  }

  reload(): void {
    void this.attached.then(async (page) => {
      this.#startLoading();
      this.#expected = withoutHash(this.#services.host.schemes.toHttp(this.#url));
      await page.send('Page.reload').catch(() => undefined);
    });
  }

  /** As Electron's: an event for a page that is gone is an error of the caller. */
  send(channel: string, ...args: readonly unknown[]): void {
    if (this.#destroyed) throw new TypeError('Object has been destroyed');
    this.#bridge.post({ kind: 'event', channel, args });
  }

  async executeJavaScript(code: string): Promise<unknown> {
    const page = await this.attached;
    const { result, exceptionDetails } = await page.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async capturePage(): Promise<{ toPNG: () => Buffer }> {
    const page = await this.attached;
    const { data } = await page.send('Page.captureScreenshot', { format: 'png' });
    return { toPNG: () => Buffer.from(data, 'base64') };
  }

  forcefullyCrashRenderer(): void {
    // The answer never comes: the process that would give it is gone.
    void this.attached.then((page) => page.send('Page.crash')).catch(() => undefined);
  }

  close(): void {
    void this.#window?.closeUnlessPrevented();
  }

  /** The window tells that its target is gone. */
  markDestroyed(): void {
    this.#destroyed = true;
    this.emit('destroyed');
  }

  async emulateColorScheme(): Promise<void> {
    const page = await this.attached;
    const value = this.#services.isDark() ? 'dark' : 'light';
    await page.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
  }

  /** Without a display the page's size is the window's; with one the frame decides. */
  async emulateSize({ width, height }: Size): Promise<void> {
    if (this.#services.host.headed) return;
    const page = await this.attached;
    await page.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  }

  get #window(): BrowserWindow | undefined {
    return [...this.#services.host.windows].find((window) => window.webContents === this);
  }

  #startLoading(): void {
    this.#loading = true;
    this.emit('did-start-loading', {});
  }

  async #attach(size: Size): Promise<DevTools> {
    const { host } = this.#services;
    this.targetId = host.headed
      ? await firstWindowOf(host)
      : (await host.chromium.devTools.send('Target.createTarget', { url: 'about:blank', newWindow: true, ...size }))
          .targetId;
    const page = await host.chromium.attach(this.targetId);
    this.#listen(page);
    this.#bridge.listen(page);
    await Promise.all([
      page.send('Page.enable'),
      page.send('Runtime.enable'),
      page.send('Debugger.enable'),
      this.#bridge.install(page),
      page.send('Fetch.enable', { patterns: [{ urlPattern: '*', resourceType: 'Document' }] }),
      page.send('Emulation.setUserAgentOverride', { userAgent: this.#userAgent() }),
    ]);
    watchForHangs(page, this);
    setImmediate(() => {
      void this.emulateSize(size);
      void this.emulateColorScheme();
    });
    return page;
  }

  #userAgent(): string {
    const { app } = this.#services;
    const { chrome, electron } = process.versions;
    return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) ${app.getName()}/${app.getVersion()} Chrome/${chrome} Electron/${electron} Safari/537.36`;
  }

  #listen(page: DevTools): void {
    const { schemes, headed } = this.#services.host;
    page.on('Runtime.consoleAPICalled', ({ type, args, stackTrace }) => {
      const message = args.map((arg) => arg.value ?? arg.description ?? arg.type).join(' ');
      const level = type === 'warning' || type === 'error' || type === 'debug' ? type : 'info';
      const frame = stackTrace?.callFrames[0];
      const sourceId = schemes.fromHttp(frame?.url ?? '');
      this.emit('console-message', { level, message, lineNumber: frame?.lineNumber ?? 0, sourceId });
    });
    page.on('Page.frameNavigated', ({ frame }) => {
      if (frame.parentId !== undefined || frame.url === 'about:blank' || frame.url === blankPage) return;
      this.#url = schemes.fromHttp(frame.url);
      this.#crashed = false;
      this.emit('did-navigate', {}, this.#url, 200, '');
    });
    page.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      if (frameId === this.targetId) this.#url = schemes.fromHttp(url);
    });
    page.on('Page.domContentEventFired', () => {
      if (this.#url !== '') this.emit('dom-ready', {});
    });
    page.on('Page.loadEventFired', () => {
      if (this.#url === '') return;
      this.#loading = false;
      this.emit('did-finish-load', {});
      this.#loaded?.resolve();
      if (headed) void this.executeJavaScript("document.title += ' (preview runtime)'").catch(() => undefined);
      this.#window?.painted();
    });
    page.on('Inspector.targetCrashed', () => {
      this.#crashed = true;
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });
    });
    page.on('Fetch.requestPaused', (paused) => void this.#navigating(page, paused));
    page.on('Page.javascriptDialogOpening', () => {
      void page.send('Page.handleJavaScriptDialog', { accept: true }).catch(() => undefined);
    });
  }

  /** Pages that the app itself asked for go through; others are offered to it as `will-navigate`. */
  async #navigating(page: DevTools, { requestId, request, frameId }: PausedRequest): Promise<void> {
    const ours = this.#expected === withoutHash(request.url);
    let prevented = false;
    if (frameId === this.targetId && !ours) {
      const url = this.#services.host.schemes.fromHttp(request.url);
      const event = {
        url,
        isMainFrame: true,
        preventDefault: () => {
          prevented = true;
        },
      };
      this.emit('will-frame-navigate', event);
      this.emit('will-navigate', event, url);
    } else if (ours) this.#expected = undefined;
    const decided = prevented
      ? page.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' })
      : page.send('Fetch.continueRequest', { requestId });
    await decided.catch(() => undefined);
  }
}

interface PausedRequest {
  readonly requestId: string;
  readonly request: { readonly url: string };
  readonly frameId: string;
}

const withoutHash = (url: string): string => url.split('#')[0]!;

/** On a display: the application window that Chromium opened at its start, without tabs and address bar. */
async function firstWindowOf(host: Host): Promise<string> {
  const { devTools } = host.chromium;
  const found = Promise.withResolvers<string>();
  const look = ({ targetInfo }: { targetInfo: { type: string; targetId: string } }): void => {
    if (targetInfo.type === 'page') found.resolve(targetInfo.targetId);
  };
  devTools.on('Target.targetCreated', look);
  const { targetInfos } = await devTools.send('Target.getTargets');
  for (const targetInfo of targetInfos) look({ targetInfo });
  return found.promise;
}
