/** The verification of a log on a thread of its own, so that the one that asks can do other things meanwhile. */
import { Worker } from 'node:worker_threads';
import type { Anchor } from '@fiducial/protocol/audit';
import { assertNever, fail, type Result } from '../../core/kernel/result.ts';
import type { DbError } from '../db/errors.ts';
import { type AuditError, auditError } from './errors.ts';
import type { LogProgress, StationLogReport } from './verify.ts';

/** What the thread gets. */
export interface VerificationOrder {
  /** Path of station.db. */
  readonly file: string;
  readonly anchors: readonly Anchor[];
}

/** What the thread says. */
export type VerificationMessage =
  | { readonly type: 'progress'; readonly progress: LogProgress }
  | { readonly type: 'verified'; readonly result: Result<StationLogReport, DbError> };

export interface ThreadedVerification {
  /** Path of station.db. */
  readonly file: string;
  /** `verification-worker` as the program that runs has it: the source, or a file of the bundle. */
  readonly thread: string;
  /** Heads known from elsewhere. */
  readonly anchors?: readonly Anchor[];
  readonly onProgress?: (progress: LogProgress) => void;
  /** Aborted: the verification ends at once, and nothing is said about the log. */
  readonly stop?: AbortSignal;
}

export type VerificationFailure = DbError | AuditError;

/**
 * `verifyStationLog` for a host that must stay responsive. Errors: AUDIT_VERIFICATION_STOPPED, DB_*.
 * @throws (rejects) where the thread itself cannot run, which is a fault of the program.
 */
export async function verifyInThread(
  options: ThreadedVerification,
): Promise<Result<StationLogReport, VerificationFailure>> {
  const { file, thread, anchors = [], onProgress, stop } = options;
  const stopped = fail(auditError('AUDIT_VERIFICATION_STOPPED'));
  if (stop?.aborted) return stopped;
  const order: VerificationOrder = { file, anchors };
  const worker = new Worker(thread, { workerData: order });
  try {
    return await new Promise((resolve, reject) => {
      stop?.addEventListener('abort', () => resolve(stopped), { once: true });
      worker.on('message', (message: VerificationMessage) => {
        switch (message.type) {
          case 'progress':
            onProgress?.(message.progress);
            break;
          case 'verified':
            resolve(message.result);
            break;
          default:
            assertNever(message);
        }
      });
      worker.on('error', reject);
      worker.on('exit', (status) =>
        reject(new Error(`The verification's thread ended with ${status} and said nothing`)),
      );
    });
  } finally {
    await worker.terminate();
  }
}
