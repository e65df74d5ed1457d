/** What comes down: the people whom the site's central service knows. */
import { listUsers } from '@fiducial/protocol/api';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import type { CentralPeople, RefusedPerson } from '../identity/receive-people.ts';
import type { Lane, LaneParts, Step } from './lane.ts';
import { noteFetched, noteRefused, readSyncState, writeSyncState } from './sync-state.ts';

export interface PeopleReceiver {
  /** Whether people of the centre work here: a station without people stays one, and so does one without central sign-in. */
  wanted(): boolean;
  /** Takes the list over, inside a write transaction. Errors: those of `receivePeople`. */
  receive(people: CentralPeople): Result<readonly RefusedPerson[], AppError>;
}

/** The service is asked so often whether anything is new. */
const everyMs = 300_000;

export function userLane(
  { context, client, timing, stop, onChange, onProblem }: LaneParts,
  { wanted, receive }: PeopleReceiver,
): Lane {
  const { db } = context;
  let nextAtMs = 0;

  async function step(): Promise<Step> {
    if (stop.aborted || timing.nowMs() < nextAtMs || !wanted()) return 'idle';
    nextAtMs = timing.nowMs() + everyMs;
    const known = db.read(() => readSyncState(db, 'users_etag'));
    if (!known.ok) return failed(known.error);
    const headers = known.value === null ? {} : { 'if-none-match': known.value };
    const listed = await client.call(listUsers, { headers });
    if (listed.kind !== 'accepted' && listed.kind !== 'unchanged') return 'idle';
    // People, what was refused of them and the tag are one change: the old ones stand, or the new ones.
    const kept = await db.patiently(() =>
      db.write<void, AppError>(() => {
        if (listed.kind === 'accepted') {
          const { badge_salt: badgeSalt, data: people } = listed.value;
          const refused = receive({ badgeSalt, people });
          if (!refused.ok) return refused;
          noteRefused(db, 'users', refused.value);
          if (listed.etag !== null) writeSyncState(db, 'users_etag', listed.etag);
        }
        noteFetched(db, 'users', context.clock.now());
        return ok(undefined);
      }),
    );
    if (!kept.ok) return failed(kept.error);
    onChange();
    return 'idle';
  }

  function failed(error: AppError): Step {
    onProblem(error);
    return 'idle';
  }

  return {
    name: 'users',
    step,
    dueInMs: () => (wanted() ? Math.max(0, nextAtMs - timing.nowMs()) : null),
    hurry() {
      nextAtMs = 0;
    },
  };
}
