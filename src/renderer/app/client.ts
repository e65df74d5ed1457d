/** The one way out of the window: `window.station`, which the preload script made from the contract's names. */
import type { StationClient } from '../../ipc/contract.ts';
import type { Reply, ReplyError } from '../../ipc/contract-kinds.ts';

declare global {
  interface Window {
    readonly station: StationClient;
  }
}

export type { Reply, ReplyError, StationClient };

/** What a call answers with, where it answers. */
export type Answer<F extends (...input: never[]) => Promise<Reply<unknown>>> =
  Awaited<ReturnType<F>> extends Reply<infer T> ? T : never;

/** The shell did not answer at all: it is gone or broke. Nobody knows whether the question had an effect. */
export const unreachable: ReplyError = {
  code: 'IPC_UNREACHABLE',
  message: 'The station does not answer. What was committed is kept; start Fiducial again.',
};

/** Asks the station. A promise that fails, which is a fault of the shell, becomes a coded failure as well. */
export async function ask<T>(question: () => Promise<Reply<T>>): Promise<Reply<T>> {
  try {
    return await question();
  } catch {
    return { ok: false, error: unreachable };
  }
}
