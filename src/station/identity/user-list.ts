import type { Person } from '../../core/identity/access.ts';
import type { IdentityError } from '../../core/identity/errors.ts';
import { ok, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import type { DbError } from '../db/errors.ts';
import { signInFailures } from './sign-in-failures.ts';
import { listUsers, personOf, type StoredUser } from './user-rows.ts';

/** A person as the list of people shows it: no secret, nor a hash of one. */
export interface UserRow extends Person {
  readonly disabled: boolean;
  readonly central: boolean;
  /** The centre says who this is and what they may do. */
  readonly knownCentrally: boolean;
  /** It ended their access; `disabled` is true then, too. */
  readonly disabledCentrally: boolean;
  readonly passwordExpired: boolean;
  readonly pin: boolean;
  readonly badge: boolean;
  /** After too many wrong tries; 0: not locked. */
  readonly lockedSeconds: number;
  readonly lastSignIn: string | null;
}

export const readUser = ({ db, clock }: StationContext, user: StoredUser): UserRow => ({
  ...personOf(user),
  disabled: user.disabled,
  central: user.central,
  knownCentrally: user.centralId !== null,
  disabledCentrally: user.disabledCentrally,
  passwordExpired: user.passwordExpired,
  pin: user.pinHash !== null,
  badge: user.hasBadge,
  lockedSeconds: Math.ceil(signInFailures(db, clock).lockedForMs(user.name) / 1000),
  lastSignIn: user.lastSignIn,
});

/** Everybody, by name. Errors: IDENTITY_FORBIDDEN and the like, DB_*. */
export function readUsers(context: StationContext): Result<readonly UserRow[], IdentityError | DbError> {
  const allowed = context.may('user.manage');
  if (!allowed.ok) return allowed;
  const { db } = context;
  const read = db.read(() => listUsers(db));
  return read.ok ? ok(read.value.map((user) => readUser(context, user))) : read;
}
