import { type Access, decide } from '../core/identity/access.ts';
import type { IdentityError } from '../core/identity/errors.ts';
import type { Operation } from '../core/identity/permissions.ts';
import type { Actor } from '../core/kernel/actor.ts';
import type { Clock } from '../core/kernel/clock.ts';
import { ok, type Result } from '../core/kernel/result.ts';
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
  /** Who stands before the station. */
  readonly access: Access;
  /** Every operation that changes or gives away something asks this first. Errors: those of `decide`. */
  may(operation: Operation): Result<void, IdentityError>;
}

/**
 * The context as it is at this moment. Work that takes a while (an import, a report, a change that waits for another
 * program) belongs to who began it, whoever is signed in when it ends.
 */
export function actingNow(context: StationContext): StationContext {
  const { db, clock, station, actor, signer, access } = context;
  return { db, clock, station, actor, signer, access, may: (operation) => decide(access, operation) };
}

/** Of a station without people: everything works. */
export const openToAll: Pick<StationContext, 'access' | 'may'> = { access: { kind: 'open' }, may: () => ok(undefined) };
