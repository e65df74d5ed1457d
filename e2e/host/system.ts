/** Parts of the system that a person or the desktop would answer: recorded, and answered as nobody would. */
import { EventEmitter } from 'node:events';
import type { Dialog, Display, MessageBoxReturnValue, Shell } from 'electron';
import type { Host } from './host.ts';

/** Tests replace these functions by the answers that a person would give. */
export function makeDialog(
  host: Host,
): Pick<Dialog, 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox' | 'showErrorBox'> {
  const unanswered = (name: string, args: readonly unknown[]): void => {
    host.record(`dialog.${name}`, args.at(-1));
    console.error(`stand-in: nobody answers dialog.${name}; it is cancelled`);
  };
  return {
    showOpenDialog: async (...args: unknown[]) => {
      unanswered('showOpenDialog', args);
      return { canceled: true, filePaths: [] };
    },
    showSaveDialog: async (...args: unknown[]) => {
      unanswered('showSaveDialog', args);
      return { canceled: true, filePath: '' };
    },
    showMessageBox: async (...args: unknown[]): Promise<MessageBoxReturnValue> => {
      unanswered('showMessageBox', args);
      const { cancelId = 0 } = (args.at(-1) ?? {}) as { cancelId?: number };
      return { response: cancelId, checkboxChecked: false };
    },
    showErrorBox: (title, content) => {
      host.record('dialog.showErrorBox', title, content);
      console.error(`${title}\n${content}`);
    },
  };
}

export const makeShell = (host: Host): Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'> => ({
  openExternal: async (url) => host.record('shell.openExternal', url),
  openPath: async (path) => {
    host.record('shell.openPath', path);
    return '';
  },
  showItemInFolder: (path) => host.record('shell.showItemInFolder', path),
  beep: () => host.record('shell.beep'),
});

/** Data under their types, as Electron's clipboard takes and gives them. */
export class ClipboardItem {
  readonly #data: Readonly<Record<string, string | Blob>>;

  constructor(data: Readonly<Record<string, string | Blob>>) {
    this.#data = data;
  }
  get types(): string[] {
    return Object.keys(this.#data);
  }
  async getType(type: string): Promise<Blob> {
    const data = this.#data[type];
    if (data === undefined) throw new Error(`The clipboard item has no ${type}`);
    return typeof data === 'string' ? new Blob([data], { type }) : data;
  }
}

/** A clipboard of its own: tests never touch the person's. */
export class StandInClipboard {
  #items: ClipboardItem[] = [];

  clear(): void {
    this.#items = [];
  }
  async has(type: string): Promise<boolean> {
    return this.#items.some((item) => item.types.includes(type));
  }
  async read(): Promise<ClipboardItem[]> {
    return this.#items;
  }
  async write(items: ClipboardItem[]): Promise<void> {
    this.#items = items;
  }
  async readText(): Promise<string> {
    const item = this.#items.find(({ types }) => types.includes('text/plain'));
    return item ? (await item.getType('text/plain')).text() : '';
  }
  async writeText(text: string): Promise<void> {
    this.#items = [new ClipboardItem({ 'text/plain': text })];
  }
}

const bounds = { x: 0, y: 0, width: 1920, height: 1080 };
const display = { id: 1, bounds, workArea: bounds, scaleFactor: 1, rotation: 0 } as unknown as Display;

/** One display of 1920 × 1080. */
export const makeScreen = () =>
  Object.assign(new EventEmitter(), {
    getPrimaryDisplay: () => display,
    getAllDisplays: () => [display],
    getDisplayMatching: () => display,
  });

export class NativeTheme extends EventEmitter {
  readonly #host: Host;
  #source: 'system' | 'light' | 'dark' = 'system';

  constructor(host: Host) {
    super();
    this.#host = host;
  }

  get themeSource(): 'system' | 'light' | 'dark' {
    return this.#source;
  }
  set themeSource(source: 'system' | 'light' | 'dark') {
    this.#source = source;
    for (const contents of this.#host.contents.values()) void contents.emulateColorScheme().catch(() => undefined);
    this.emit('updated');
  }
  /** The system's own theme counts as light. */
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

/** Keeps the handlers, so that tests can ask them; Chromium itself is not told. */
export class Session extends EventEmitter {
  permissionRequestHandler: unknown;
  permissionCheckHandler: unknown;
  devicePermissionHandler: unknown;

  setPermissionRequestHandler(handler: unknown): void {
    this.permissionRequestHandler = handler;
  }
  setPermissionCheckHandler(handler: unknown): void {
    this.permissionCheckHandler = handler;
  }
  setDevicePermissionHandler(handler: unknown): void {
    this.devicePermissionHandler = handler;
  }
  readonly webRequest = {
    onBeforeRequest: (...args: unknown[]): void => {
      this.beforeRequest = args.at(-1);
    },
  };
  beforeRequest: unknown;

  setSpellCheckerEnabled(): void {
    // Chromium's spell checker does nothing without dictionaries, which the profile never gets.
  }
}
