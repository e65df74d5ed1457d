/** The module `electron` of the main process. What is not here throws at its first use: see README.md. */
import { randomBytes } from 'node:crypto';
import type { BrowserWindowConstructorOptions } from 'electron';
import { Application } from './application.ts';
import { BrowserWindow as StandInWindow } from './browser-window.ts';
import { Host, type ProtocolHandler } from './host.ts';
import { IpcMain } from './ipc-main.ts';
import { Menu, MenuItem } from './menu.ts';
import { missingApi } from './missing-api.ts';
import { ClipboardItem, makeDialog, makeScreen, makeShell, NativeTheme, Session, StandInClipboard } from './system.ts';

export const standIn = new Host();
export const app = new Application(standIn);
export const ipcMain = new IpcMain();
export const nativeTheme = new NativeTheme(standIn);
export const dialog = makeDialog(standIn);
export const shell = makeShell(standIn);
export const clipboard = new StandInClipboard();
export const screen = makeScreen();
const defaultSession = new Session();
export const session = { defaultSession };

const services = {
  host: standIn,
  app,
  ipcMain,
  session: defaultSession,
  isDark: () => nativeTheme.shouldUseDarkColors,
  bridgeKey: randomBytes(12).toString('hex'),
};

export class BrowserWindow extends StandInWindow {
  static #lastId = 0;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    BrowserWindow.#lastId += 1;
    super(services, BrowserWindow.#lastId, options);
  }

  static getAllWindows(): StandInWindow[] {
    return [...standIn.windows];
  }
  static fromWebContents(contents: unknown): StandInWindow | null {
    return [...standIn.windows].find((window) => window.webContents === contents) ?? null;
  }
  static getFocusedWindow(): StandInWindow | null {
    return [...standIn.windows].find((window) => window.isFocused()) ?? null;
  }
}

export const webContents = {
  getAllWebContents: () => [...standIn.contents.values()],
  fromId: (id: number) => standIn.contents.get(id),
};

export const protocol = {
  registerSchemesAsPrivileged(schemes: readonly { scheme: string }[]): void {
    if (app.isReady()) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    for (const { scheme } of schemes) standIn.schemes.add(scheme);
  },
  handle(scheme: string, handler: ProtocolHandler): void {
    if (!standIn.schemes.has(scheme)) throw new Error(`stand-in: scheme ${scheme} was not registered as privileged`);
    if (standIn.protocolHandlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
    standIn.protocolHandlers.set(scheme, handler);
  },
};

/** Crashes of Chromium are not collected: the handler is never started. */
export const crashReporter = { start: (options: object) => standIn.record('crashReporter.start', options) };

/** No key ring: what the station seals with is left to real Electron. */
export const safeStorage = {
  isEncryptionAvailable: () => false,
  getSelectedStorageBackend: () => 'basic_text',
};

export { ClipboardItem, Menu, MenuItem };

export const autoUpdater = missingApi('autoUpdater');
export const BaseWindow = missingApi('BaseWindow');
export const desktopCapturer = missingApi('desktopCapturer');
export const globalShortcut = missingApi('globalShortcut');
export const MessageChannelMain = missingApi('MessageChannelMain');
export const net = missingApi('net');
export const nativeImage = missingApi('nativeImage');
export const Notification = missingApi('Notification');
export const powerMonitor = missingApi('powerMonitor');
export const powerSaveBlocker = missingApi('powerSaveBlocker');
export const systemPreferences = missingApi('systemPreferences');
export const Tray = missingApi('Tray');
export const utilityProcess = missingApi('utilityProcess');
export const WebContentsView = missingApi('WebContentsView');
