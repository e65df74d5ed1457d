import type { Actor } from '../core/kernel/actor.ts';
import type { Clock } from '../core/kernel/clock.ts';
import type { LogSigner } from './audit/log-signer.ts';
import type { Database } from './db/database.ts';

/** What every change to the station's data needs to know: where it goes, when, at which station and by whom. */
export interface StationContext {
  readonly db: Database;
  readonly clock: Clock;
  /** The station's name in records and in the log. */
  readonly station: string;
  readonly actor: Actor;
  /** Signs the states of the log that entries go to. */
  readonly signer: LogSigner;
}
