/** What the handlers ask of the program around the station: the system's dialogs, its clipboard, its file manager. */
import type { z } from 'zod';
import type { AppError, Result } from '../../../core/kernel/result.ts';
import type { application } from '../../../ipc/application.ts';
import type { Restored } from '../../../station/backup/restore-backup.ts';

export type ApplicationInfo = z.input<typeof application.info.output>;
type WindowFault = z.output<typeof application.fault.input>;

/** Implemented by the shell; every dialog belongs to the window and answers null where the person cancelled. */
export interface ShellServices {
  info(): ApplicationInfo;
  /** Writes what broke the window to the local log. */
  logFault(fault: WindowFault): void;
  /** Picks image files and manifests (`boards`), one image (`golden`), one bundle (`evidence`) or one `backup`. Absolute paths. */
  chooseFiles(what: 'boards' | 'golden' | 'evidence' | 'backup'): Promise<readonly string[] | null>;
  chooseFolder(purpose: 'import' | 'export'): Promise<string | null>;
  /** Where to save a file; `suggestedName` has no folder. */
  saveFile(suggestedName: string): Promise<string | null>;
  /** The clipboard's picture as PNG bytes; null where it holds none. */
  clipboardPng(): Promise<Uint8Array | null>;
  /**
   * Closes the station where it is open, puts the backup in its place and opens it again. Errors: BACKUP_*, and those of
   * opening; the station is then opened as it was.
   */
  restoreBackup(file: string): Promise<Result<Restored, AppError>>;
  /** Files that came while nobody may import them; `app/held-files.ts`. */
  readonly heldFiles: { count(): number; receive(files: readonly string[]): Promise<void> };
  /** Shows a file in the system's file manager. */
  reveal(path: string): void;
}
