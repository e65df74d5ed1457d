import type { AppError, Result } from '../../core/kernel/result.ts';
import type { DbError } from '../db/errors.ts';

/** `sealed`: the operating system keeps the key; `unsealed`: it lies in a plain file; `unsigned`: it cannot be used here. */
export type SigningState = 'sealed' | 'unsealed' | 'unsigned';

/** Signs states of the log. What cannot be signed now is covered by the next checkpoint: entries never wait for one. */
export interface LogSigner {
  /**
   * Told of each entry inside its transaction: signs with it where a checkpoint is due (every 256 entries, a sign-off),
   * and soon after the last one otherwise.
   */
  appended(seq: number, action: string): void;
  /** Signs the log as it is now, where it is not signed already and can be. Errors: DB_*. */
  checkpoint(): Result<void, DbError>;
  state(): { readonly kind: SigningState; readonly problem: AppError | null };
}

/** Of a log that nobody signs. */
export const noSigner: LogSigner = {
  appended: () => undefined,
  checkpoint: () => ({ ok: true, value: undefined }),
  state: () => ({ kind: 'unsigned', problem: null }),
};
