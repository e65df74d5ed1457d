/** What comes down: the people whom the site's central service knows. */
import { listUsers } from '@fiducial/protocol/api';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import type { CentralPeople, RefusedPerson } from '../identity/receive-people.ts';
import type { Lane, LaneParts } from './lane.ts';
import { publishedLane } from './published-lane.ts';
import { noteRefused } from './sync-state.ts';

export interface PeopleReceiver {
  /** Whether people of the centre work here: a station without people stays one, and so does one without central sign-in. */
  wanted(): boolean;
  /** Takes the list over, inside a write transaction. Errors: those of `receivePeople`. */
  receive(people: CentralPeople): Result<readonly RefusedPerson[], AppError>;
}

export const userLane = (parts: LaneParts, { wanted, receive }: PeopleReceiver): Lane =>
  publishedLane(parts, {
    kind: 'users',
    list: listUsers,
    wanted,
    // People, what was refused of them and the tag are one change: the old ones stand, or the new ones.
    takeOver:
      async ({ badge_salt: badgeSalt, data: people }) =>
      () => {
        const refused = receive({ badgeSalt, people });
        if (!refused.ok) return refused;
        noteRefused(parts.context.db, 'users', refused.value);
        return ok(undefined);
      },
  });
