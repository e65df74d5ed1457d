/** A window: its bounds are numbers without a display, a frame of Chromium's with one. */
import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { type PageServices, WebContents } from './web-contents.ts';

export class BrowserWindow extends EventEmitter {
  readonly id: number;
  readonly webContents: WebContents;
  readonly #services: PageServices;
  #bounds: Rectangle;
  #visible: boolean;
  #maximized = false;
  #minimized = false;
  #fullScreen = false;
  #painted = false;
  #gone = false;

  constructor(services: PageServices, id: number, options: BrowserWindowConstructorOptions) {
    super();
    if (!services.app.isReady()) throw new Error('Cannot create BrowserWindow before app is ready');
    const { x = 0, y = 0, width = 800, height = 600, show = true, webPreferences = {} } = options;
    this.id = id;
    this.#services = services;
    this.#bounds = { x, y, width, height };
    this.#visible = show;
    this.webContents = new WebContents(services, id, webPreferences, { width, height });
    // Electron tells both of the window and of its page.
    for (const name of ['unresponsive', 'responsive'] as const) this.webContents.on(name, () => this.emit(name));
    services.host.windows.add(this);
    services.host.contents.set(id, this.webContents);
    if (services.host.headed) void this.#moveFrame();
    services.app.emit('browser-window-created', {}, this);
    services.app.emit('web-contents-created', {}, this.webContents);
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  show(): void {
    this.#visible = true;
    this.emit('show');
  }
  hide(): void {
    this.#visible = false;
    this.emit('hide');
  }
  focus(): void {
    void this.webContents.attached.then((page) => page.send('Page.bringToFront')).catch(() => undefined);
    this.emit('focus');
  }
  isVisible(): boolean {
    return this.#visible;
  }
  isFocused(): boolean {
    return this.#visible;
  }
  isDestroyed(): boolean {
    return this.#gone;
  }

  getBounds(): Rectangle {
    return { ...this.#bounds };
  }
  getNormalBounds(): Rectangle {
    return this.getBounds();
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    if (this.#services.host.headed) void this.#moveFrame();
    else void this.webContents.emulateSize(this.#bounds);
    this.emit('move');
    this.emit('resize');
  }

  maximize(): void {
    this.#maximized = true;
    this.emit('maximize');
  }
  unmaximize(): void {
    this.#maximized = false;
    this.emit('unmaximize');
  }
  isMaximized(): boolean {
    return this.#maximized;
  }
  minimize(): void {
    this.#minimized = true;
    this.emit('minimize');
  }
  restore(): void {
    this.#minimized = false;
    this.emit('restore');
  }
  isMinimized(): boolean {
    return this.#minimized;
  }
  setFullScreen(fullScreen: boolean): void {
    this.#fullScreen = fullScreen;
    this.emit(fullScreen ? 'enter-full-screen' : 'leave-full-screen');
  }
  setBackgroundColor(color: string): void {
    this.#services.host.record('BrowserWindow.setBackgroundColor', color);
  }
  isFullScreen(): boolean {
    return this.#fullScreen;
  }
  setProgressBar(progress: number): void {
    this.#services.host.record('BrowserWindow.setProgressBar', progress);
  }

  /** From the event loop, as a person closes it: a debugger's word may come in the middle of a query. */
  close(): void {
    setImmediate(() => void this.closeUnlessPrevented());
  }
  destroy(): void {
    void this.#closeTarget();
  }

  /** False where a `close` listener prevented it. */
  async closeUnlessPrevented(): Promise<boolean> {
    if (this.#gone) return true;
    let prevented = false;
    this.emit('close', {
      preventDefault: () => {
        prevented = true;
      },
    });
    if (prevented) return false;
    await this.#closeTarget();
    return true;
  }

  /** The page tells that its first document is drawn. */
  painted(): void {
    if (this.#painted) return;
    this.#painted = true;
    this.emit('ready-to-show');
  }

  /** The target is gone, by our doing or the person's. */
  targetClosed(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#services.host.windows.delete(this);
    this.#services.host.contents.delete(this.id);
    this.webContents.markDestroyed();
    this.emit('closed');
    this.#services.app.windowClosed();
  }

  async #closeTarget(): Promise<void> {
    await this.webContents.attached.catch(() => undefined);
    const { targetId } = this.webContents;
    await this.#services.host.chromium.devTools.send('Target.closeTarget', { targetId }).catch(() => undefined);
    this.targetClosed();
  }

  async #moveFrame(): Promise<void> {
    // The screen is known to the page alone: the app placed the window on one of 1920 × 1080.
    const screen = (await this.webContents.executeJavaScript(
      '({ x: screen.availLeft, y: screen.availTop, width: screen.availWidth, height: screen.availHeight })',
    )) as Rectangle;
    const { devTools } = this.#services.host.chromium;
    const { targetId } = this.webContents;
    const { windowId } = await devTools.send('Browser.getWindowForTarget', { targetId });
    const width = Math.min(this.#bounds.width, screen.width);
    const height = Math.min(this.#bounds.height, screen.height);
    const left = Math.max(screen.x, Math.min(this.#bounds.x, screen.x + screen.width - width));
    const top = Math.max(screen.y, Math.min(this.#bounds.y, screen.y + screen.height - height));
    await devTools.send('Browser.setWindowBounds', { windowId, bounds: { left, top, width, height } });
  }
}
