/** What a signed-in person changes of their own, confirmed with the password. */
import { decide } from '../../core/identity/access.ts';
import { identityError } from '../../core/identity/errors.ts';
import type { Operation } from '../../core/identity/permissions.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import { asPerson } from './acting-person.ts';
import { type AuthenticationDesk, checkPasswordOf, type IdentityFailure } from './authenticate.ts';
import { writeBadge, writePassword, writePin } from './manage-users.ts';
import type { Presence } from './presence.ts';
import type { StoredUser } from './user-rows.ts';

type Changed = Promise<Result<StoredUser, IdentityFailure>>;

/** Errors: IDENTITY_SIGN_IN_REQUIRED, IDENTITY_OTHER_PERSON, those of `decide`, of `checkPasswordOf` and of each change. */
export interface OwnCredentials {
  changePassword(current: string, next: string): Changed;
  setPin(password: string, pin: string | null): Changed;
  setBadge(password: string, badge: string | null): Changed;
}

export function ownCredentials(
  presence: Presence,
  context: () => StationContext,
  desk: () => AuthenticationDesk,
): OwnCredentials {
  /** `needed`: null where a one-time password is enough, which confirms only its successor. */
  async function confirmed(
    password: string,
    needed: Operation | null,
    change: (acting: StationContext, user: StoredUser) => Changed,
  ): Changed {
    const is = presence.access();
    if (is.kind !== 'signed_in') return fail(identityError('IDENTITY_SIGN_IN_REQUIRED'));
    const allowed = needed === null ? ok(undefined) : decide(is, needed);
    if (!allowed.ok) return allowed;
    const mine = presence.turn();
    const user = await checkPasswordOf(desk(), is.person.name, password);
    if (!user.ok) return user;
    if (mine !== presence.turn()) return fail(identityError('IDENTITY_OTHER_PERSON'));
    return change(asPerson(context(), user.value), user.value);
  }

  return {
    changePassword: (current, next) => confirmed(current, null, (acting, user) => writePassword(acting, user, next)),
    setPin: (password, pin) => confirmed(password, 'station.read', (acting, user) => writePin(acting, user.id, pin)),
    setBadge: (password, badge) =>
      confirmed(password, 'station.read', (acting, user) => writeBadge(acting, user.id, badge)),
  };
}
