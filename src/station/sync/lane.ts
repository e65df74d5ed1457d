import type { AppError } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import type { CentralClient } from './central-client.ts';
import type { Timing } from './transport.ts';

/** What every lane works with. */
export interface LaneParts {
  readonly context: StationContext;
  readonly client: CentralClient;
  readonly timing: Timing;
  /** Aborted when sending ends: no new call begins. */
  readonly stop: AbortSignal;
  /** Something of the ledger changed. */
  readonly onChange: () => void;
  /** What a person must know of: a full disk, a log that differs. */
  readonly onProblem: (error: AppError) => void;
}

/**
 * One kind of work that is done beside the others. `worked`: there may be more at once. `idle`: nothing is due now.
 * `failed`: it could not be done, and is tried again after a while.
 */
export type Step = 'worked' | 'idle' | 'failed';

export interface Lane {
  readonly name: string;
  step(): Promise<Step>;
  /** Milliseconds until an item that failed is due again; null where none waits. */
  dueInMs(): number | null;
  /** Milliseconds until this item is tried again; 0 where it is its turn. Absent where items have no times of their own. */
  readonly retryInMs?: (item: { readonly id: string; readonly objectId: string }) => number;
  /** Tries at once what waits for its next try. */
  hurry(): void;
}
