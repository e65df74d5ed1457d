import { personSignedIn } from '../../core/audit/entries.ts';
import { decide } from '../../core/identity/access.ts';
import { identityError } from '../../core/identity/errors.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { appendEntry } from '../audit/append.ts';
import type { StationContext } from '../context.ts';
import { actorOf } from './acting-person.ts';
import { checkPasswordOf, type IdentityFailure } from './authenticate.ts';
import type { CentralDesk } from './central-password.ts';
import { signInFailures } from './sign-in-failures.ts';
import { hasUsers, personOf, updateUser } from './user-rows.ts';

export interface Credentials {
  readonly name: string;
  readonly password: string;
}

/**
 * The context of one run of a program that has no session: a person's with credentials, else the unattended line's,
 * else, on a station without people, as it is. Errors: IDENTITY_NO_PEOPLE, those of `checkPasswordOf`.
 */
export async function signInOnce(
  context: StationContext,
  credentials: Credentials | null,
  central: () => CentralDesk | null,
): Promise<Result<StationContext, IdentityFailure>> {
  const staffed = context.db.read(() => hasUsers(context.db));
  if (!staffed.ok) return staffed;
  if (!staffed.value) return credentials === null ? ok(context) : fail(identityError('IDENTITY_NO_PEOPLE'));
  const line = { kind: 'line' } as const;
  if (credentials === null) return ok({ ...context, access: line, may: (operation) => decide(line, operation) });
  const failures = signInFailures(context.db, context.clock);
  const user = await checkPasswordOf(
    { context, failures, central, unrecorded: null },
    credentials.name,
    credentials.password,
  );
  if (!user.ok) return user;
  const person = personOf(user.value);
  const access = {
    kind: 'signed_in',
    person,
    passwordExpired: user.value.passwordExpired,
    lookingOnly: false,
  } as const;
  const acting = {
    ...context,
    actor: actorOf(person),
    access,
    may: (operation) => decide(access, operation),
  } satisfies StationContext;
  const signedIn = personSignedIn({
    id: person.id,
    factor: 'password',
    program: 'command line',
    checkedBy: user.value.checkedBy,
  });
  const { db } = context;
  const logged = db.write<void, IdentityFailure>(() => {
    const entry = appendEntry(acting, signedIn);
    if (!entry.ok) return entry;
    updateUser(db, person.id, { last_sign_in: entry.value.time });
    return ok(undefined);
  });
  return logged.ok ? ok(acting) : logged;
}
