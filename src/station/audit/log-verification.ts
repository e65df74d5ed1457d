import type { Result } from '../../core/kernel/result.ts';
import type { LogProgress, StationLogReport } from './verify.ts';
import { type VerificationFailure, verifyInThread } from './verify-in-thread.ts';

/** The window's verification of the log: one at a time. */
export interface LogVerification {
  /** Who asks while one runs hears what that one finds. Errors: AUDIT_VERIFICATION_STOPPED, DB_*. */
  run(): Promise<Result<StationLogReport, VerificationFailure>>;
  /** Whether the last one that came to its end found damage. */
  foundDamage(): boolean;
  /** Ends the one that runs; nothing where none does. Resolves when its thread is gone. */
  stop(): Promise<void>;
}

export interface LogVerificationOptions {
  /** Path of station.db. */
  readonly file: string;
  /** Its entry in the program that runs. */
  readonly thread: string;
  readonly onProgress: (progress: LogProgress) => void;
  /** It ran to its end: `foundDamage` says what it found. */
  readonly onVerified: () => void;
}

export function createLogVerification({
  file,
  thread,
  onProgress,
  onVerified,
}: LogVerificationOptions): LogVerification {
  let running: { readonly stop: AbortController; readonly report: ReturnType<LogVerification['run']> } | null = null;
  let foundDamage = false;
  const verified = (report: Result<StationLogReport, VerificationFailure>) => {
    if (report.ok) {
      foundDamage = !report.value.ok;
      onVerified();
    }
    return report;
  };
  return {
    foundDamage: () => foundDamage,
    run() {
      if (running !== null) return running.report;
      const stop = new AbortController();
      const report = verifyInThread({ file, thread, onProgress, stop: stop.signal })
        .then(verified)
        .finally(() => {
          running = null;
        });
      running = { stop, report };
      return report;
    },
    async stop() {
      const ending = running;
      ending?.stop.abort();
      // How it ended is told to who asked for it.
      await ending?.report.catch(() => undefined);
    },
  };
}
