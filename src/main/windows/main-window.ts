/** The one window. */
import { BrowserWindow, screen } from 'electron';
import { windowPage } from '../protocol/window-url.ts';
import { readPlace, savePlace } from './saved-place.ts';
import { placeWindow, smallestWindow } from './window-place.ts';
import { watchWindow } from './window-watch.ts';

export interface MainWindowOptions {
  /** The preload script's file. */
  readonly preload: string;
  /** Where the window's place is kept. */
  readonly placeFile: string;
  /** Drawn before the page is: no white flash at night. */
  readonly backgroundColor: string;
  /** Until then nothing is shown: the theme is not known before. */
  readonly looks: Promise<unknown>;
  readonly onFault: (what: string) => void;
  readonly onHopeless: (times: number) => void;
  /** False keeps the window open. */
  readonly mayClose: () => boolean;
}

export function openMainWindow(options: MainWindowOptions): BrowserWindow {
  const { preload, placeFile, backgroundColor, looks, onFault, onHopeless, mayClose } = options;
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  const workAreas = [primary, ...others].map(({ workArea }) => workArea);
  const place = placeWindow(readPlace(placeFile), workAreas);
  const window = new BrowserWindow({
    ...place.bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    backgroundColor,
    title: 'Fiducial',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      // Dictionaries would be fetched from the internet.
      spellcheck: false,
    },
  });
  if (place.maximized) window.maximize();
  watchWindow(window.webContents, { reload: () => window.webContents.reload(), onFault, onHopeless });
  window.once('ready-to-show', async () => {
    await looks;
    if (!window.isDestroyed()) window.show();
  });
  window.on('close', (event) => {
    savePlace(placeFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    if (!mayClose()) event.preventDefault();
  });
  void window.loadURL(windowPage).catch((error: unknown) => onFault(`window did not load: ${String(error)}`));
  return window;
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
