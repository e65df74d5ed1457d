import { ok } from '../../../core/kernel/result.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import { actingNow } from '../../../station/context.ts';
import { addUser, changeUser, resetPassword, setBadgeOf, unlockUser } from '../../../station/identity/manage-users.ts';
import { readUser, readUsers, type UserRow } from '../../../station/identity/user-list.ts';
import type { StoredUser } from '../../../station/identity/user-rows.ts';
import type { Workstation } from '../../../station/workstation.ts';

export const identityHandlers = ({ session }: Workstation): Handlers['identity'] => ({
  session: () => ok(session.state()),
  signIn: ({ name, password }) => session.signIn(name, password),
  quickSwitch: (proof) => session.switchTo(proof),
  unlock: ({ password }) => session.unlock(password),
  lock: () => session.lock('person'),
  signOut: () => session.signOut(),
  active() {
    session.active();
    return ok({});
  },
  setUpFirstAdministrator: (first) => session.setUp(first),
  changePassword: ({ current, next }) => session.changePassword(current, next),
  setPin: ({ password, pin }) => session.setPin(password, pin),
  setBadge: ({ password, badge }) => session.setBadge(password, badge),
  recover: ({ name, code, password }) => session.recover(name, code, password),
});

export function userHandlers({ context, session }: Workstation): Handlers['users'] {
  const shown = (user: StoredUser): UserRow => {
    // Whose role was changed may be signed in.
    session.refresh();
    return readUser(context, user);
  };
  return {
    list: () => readUsers(context),
    async add(user) {
      const added = await addUser(actingNow(context), user);
      if (!added.ok) return added;
      return ok({ user: shown(added.value.user), oneTimePassword: added.value.oneTimePassword });
    },
    async change({ id, ...change }) {
      const acting = actingNow(context);
      const changed = await context.db.patiently(() => changeUser(acting, id, change));
      return changed.ok ? ok(shown(changed.value)) : changed;
    },
    async resetPassword({ id }) {
      const reset = await resetPassword(actingNow(context), id);
      if (!reset.ok) return reset;
      return ok({ user: shown(reset.value.user), oneTimePassword: reset.value.oneTimePassword });
    },
    async unlock({ id }) {
      const acting = actingNow(context);
      const unlocked = await context.db.patiently(() => unlockUser(acting, id));
      return unlocked.ok ? ok(shown(unlocked.value)) : unlocked;
    },
    async setBadge({ id, badge }) {
      const changed = await setBadgeOf(actingNow(context), id, badge);
      return changed.ok ? ok(shown(changed.value)) : changed;
    },
  };
}
