import { type AppError, fail, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import { auditError } from './errors.ts';
import { type ExportedLog, exportLog } from './export-log.ts';
import type { LogProgress } from './verify.ts';

/** The window's export of the log: one at a time. */
export interface LogExport {
  /** Errors: AUDIT_EXPORT_RUNNING, AUDIT_EXPORT_STOPPED, and as `exportLog`. */
  run(folder: string): Promise<Result<ExportedLog, AppError>>;
  /** Ends the one that runs; nothing where none does. Resolves when nothing of it is left. */
  stop(): Promise<void>;
}

export function createLogExport(context: StationContext, onProgress: (progress: LogProgress) => void): LogExport {
  let running: { readonly stop: AbortController; readonly ended: Promise<unknown> } | null = null;
  return {
    async run(folder) {
      if (running !== null) return fail(auditError('AUDIT_EXPORT_RUNNING'));
      const stop = new AbortController();
      const written = exportLog(context, folder, {
        onProgress: (checked, size) => onProgress({ checked, size }),
        stop: stop.signal,
      });
      running = { stop, ended: written };
      try {
        return await written;
      } finally {
        running = null;
      }
    },
    async stop() {
      const ending = running;
      ending?.stop.abort();
      // How it ended is told to who asked for it.
      await ending?.ended.catch(() => undefined);
    },
  };
}
