/** Checks for updates, downloads them and lets the updater install them when the program quits. Knows no Electron. */
import type { ProgressInfo, UpdateInfo } from 'electron-updater';
import type { AppError } from '../../core/kernel/result.ts';
import { updateErrorOf } from './errors.ts';

export type UpdateState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'checking' }
  | { readonly kind: 'downloading'; readonly version: string /** 0..1 */; readonly progress: number }
  /** Installed at the next quit. */
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'failed'; readonly error: AppError };

/** What this needs of electron-updater. */
export interface Updater {
  autoDownload: boolean;
  autoInstallOnAppQuit: boolean;
  allowDowngrade: boolean;
  on(event: 'update-available' | 'update-not-available', listener: (info: UpdateInfo) => void): unknown;
  on(event: 'download-progress', listener: (progress: ProgressInfo) => void): unknown;
  on(event: 'update-downloaded', listener: (info: UpdateInfo) => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  checkForUpdates(): Promise<{ readonly downloadPromise?: Promise<unknown> | null } | null>;
}

export interface Updates {
  readonly state: () => UpdateState;
  /** Resolves with what the check led to; a download goes on behind it. Never rejects. */
  check(): Promise<UpdateState>;
  stop(): void;
}

export function startUpdates(updater: Updater, everyMs: number, onState: (state: UpdateState) => void): Updates {
  let state: UpdateState = { kind: 'idle' };
  const become = (next: UpdateState): void => {
    state = next;
    onState(next);
  };
  let version = '';
  updater.autoDownload = true;
  updater.autoInstallOnAppQuit = true;
  updater.allowDowngrade = false;
  updater.on('update-available', (info) => {
    version = info.version;
    become({ kind: 'downloading', version, progress: 0 });
  });
  updater.on('update-not-available', () => become({ kind: 'idle' }));
  updater.on('download-progress', ({ percent }) => become({ kind: 'downloading', version, progress: percent / 100 }));
  updater.on('update-downloaded', (info) => become({ kind: 'ready', version: info.version }));
  updater.on('error', (error) => become({ kind: 'failed', error: updateErrorOf(error) }));

  const check = async (): Promise<UpdateState> => {
    // What is downloaded or on its way is not asked for again.
    if (state.kind === 'checking' || state.kind === 'downloading' || state.kind === 'ready') return state;
    become({ kind: 'checking' });
    // The updater tells failures by its event, too; the rejections say nothing more.
    const found = await updater.checkForUpdates().catch(() => null);
    found?.downloadPromise?.catch(() => undefined);
    return state;
  };
  const timer = setInterval(() => void check(), everyMs);
  timer.unref();
  return { state: () => state, check, stop: () => clearInterval(timer) };
}
