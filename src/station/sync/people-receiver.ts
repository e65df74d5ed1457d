import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import { type CentralPeople, type RefusedPerson, receivePeople } from '../identity/receive-people.ts';
import { hasUsers } from '../identity/user-rows.ts';
import type { SiteSettings } from '../settings/site-settings.ts';
import type { PeopleReceiver } from './user-lane.ts';

type CentralSettings = Pick<SiteSettings, 'centralSignIn' | 'centralSync'>;

/**
 * People come down where they sign in with the centre that results go to, and only to a station that has people of its
 * own: an open station would shut its door on everybody who works there.
 */
export const peopleReceiver = (context: StationContext, settings: () => CentralSettings | null): PeopleReceiver => ({
  wanted() {
    const { db } = context;
    const staffed = db.read(() => hasUsers(db));
    return staffed.ok && staffed.value && isOneCentre(settings());
  },
  receive: (people: CentralPeople): Result<readonly RefusedPerson[], AppError> => {
    const received = receivePeople(context, people);
    return received.ok ? ok(received.value) : received;
  },
});

const isOneCentre = (settings: CentralSettings | null): boolean => {
  const { centralSignIn = null, centralSync = null } = settings ?? {};
  return (
    centralSignIn !== null &&
    centralSync !== null &&
    new URL(centralSignIn.url).origin === new URL(centralSync.url).origin
  );
};
