/** What administrators do to people. Every change and its entry are one transaction. */
import { randomBytes } from 'node:crypto';
import {
  accessRecovered,
  credentialChanged,
  personAdded,
  personChanged,
  personUnlocked,
  recoveryCodeMade,
} from '../../core/audit/entries.ts';
import { type IdentityErrorCode, identityError } from '../../core/identity/errors.ts';
import { cleanName } from '../../core/identity/names.ts';
import { recoveryCode, recoveryCodeBytes } from '../../core/identity/recovery-code.ts';
import type { Role } from '../../core/identity/roles.ts';
import { checkBadge, checkPassword, checkPin } from '../../core/identity/secrets.ts';
import { type Id, newId } from '../../core/kernel/ids.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { appendEntry } from '../audit/append.ts';
import type { StationContext } from '../context.ts';
import { sha256Hex } from '../digest.ts';
import { forgetSyncState } from '../sync/sync-state.ts';
import type { IdentityFailure } from './authenticate.ts';
import { makeRecoveryCode, readSecrets, storeRecoveryHash } from './identity-secrets.ts';
import { hashSecret, hashToLookUp } from './secret-hash.ts';
import { signInFailures } from './sign-in-failures.ts';
import {
  hasUsers,
  insertUser,
  otherAdmins,
  type StoredUser,
  updateUser,
  userByBadge,
  userById,
  userByName,
} from './user-rows.ts';

type Outcome<T> = Result<T, IdentityFailure>;

export interface UserToAdd {
  readonly name: string;
  readonly printedName: string;
  readonly role: Role;
  /** The centre checks the password. */
  readonly central: boolean;
}

export interface WithOneTimePassword {
  readonly user: StoredUser;
  /** To be shown this once; empty where there is none. */
  readonly oneTimePassword: string;
}

export interface WithRecoveryCode {
  readonly user: StoredUser;
  /** To be shown this once. */
  readonly recoveryCode: string;
}

const refused = (code: IdentityErrorCode) => fail(identityError(code));

/**
 * The first person of an open station. Errors: IDENTITY_ALREADY_SET_UP, IDENTITY_NAME_INVALID, IDENTITY_PASSWORD_*,
 * IDENTITY_CHECK_FAILED, DB_*, AUDIT_*.
 */
export async function addFirstAdministrator(
  context: StationContext,
  { name, printedName, password }: { readonly name: string; readonly printedName: string; readonly password: string },
): Promise<Outcome<WithRecoveryCode>> {
  const { db } = context;
  if (hasUsers(db)) return refused('IDENTITY_ALREADY_SET_UP');
  const names = namesOf(name, printedName);
  if (!names.ok) return names;
  const checked = checkPassword(password, [name, printedName]);
  if (!checked.ok) return checked;
  const passwordHash = await hashSecret(checked.value);
  if (!passwordHash.ok) return passwordHash;
  const recovery = await makeRecoveryCode();
  if (!recovery.ok) return recovery;
  const user = {
    id: newId<Id<'person'>>(),
    ...names.value,
    role: 'admin',
    central: false,
    passwordExpired: false,
  } as const;
  return db.patiently(() =>
    db.write<WithRecoveryCode, IdentityFailure>(() => {
      // Another program may have been faster.
      if (hasUsers(db)) return refused('IDENTITY_ALREADY_SET_UP');
      storeRecoveryHash(db, recovery.value.hash);
      const added = add(context, user, passwordHash.value);
      if (!added.ok) return added;
      const made = appendEntry(context, recoveryCodeMade(user));
      return made.ok ? ok({ user: added.value, recoveryCode: recovery.value.code }) : made;
    }),
  );
}

/**
 * Errors: IDENTITY_FORBIDDEN (and the like), IDENTITY_NO_PEOPLE, IDENTITY_NAME_TAKEN, IDENTITY_NAME_INVALID,
 * IDENTITY_PASSWORD_*, IDENTITY_CHECK_FAILED, DB_*, AUDIT_*. `password`: one that the person chose; null: a one-time password is made.
 */
export async function addUser(
  context: StationContext,
  { name, printedName, role, central }: UserToAdd,
  password: string | null = null,
): Promise<Outcome<WithOneTimePassword>> {
  const allowed = context.may('user.manage');
  if (!allowed.ok) return allowed;
  const { db } = context;
  if (!hasUsers(db)) return refused('IDENTITY_FIRST_MUST_BE_ADMIN');
  const names = namesOf(name, printedName);
  if (!names.ok) return names;
  const checked = password === null ? null : checkPassword(password, [name, printedName]);
  if (checked?.ok === false) return checked;
  const oneTimePassword = central || checked !== null ? '' : newOneTimePassword();
  const passwordHash = central ? ok(null) : await hashSecret(checked?.value ?? oneTimePassword);
  if (!passwordHash.ok) return passwordHash;
  const user = { id: newId<Id<'person'>>(), ...names.value, role, central, passwordExpired: oneTimePassword !== '' };
  return db.patiently(() =>
    db.write<WithOneTimePassword, IdentityFailure>(() => {
      if (userByName(db, user.name) !== null) return refused('IDENTITY_NAME_TAKEN');
      const added = add(context, user, passwordHash.value);
      return added.ok ? ok({ user: added.value, oneTimePassword }) : added;
    }),
  );
}

/**
 * Errors: IDENTITY_FORBIDDEN, IDENTITY_UNKNOWN_PERSON, IDENTITY_LAST_ADMIN, IDENTITY_NAME_INVALID, IDENTITY_PERSON_CENTRAL,
 * IDENTITY_DISABLED_CENTRALLY, DB_*, AUDIT_*.
 */
export function changeUser(
  context: StationContext,
  id: string,
  change: {
    readonly printedName?: string | undefined;
    readonly role?: Role | undefined;
    readonly disabled?: boolean | undefined;
  },
): Outcome<StoredUser> {
  const { db } = context;
  return managing(context, id, (user) => {
    const printedName = change.printedName === undefined ? ok(user.printedName) : cleanName(change.printedName);
    if (!printedName.ok) return printedName;
    const { role = user.role, disabled: disabledHere = user.disabledHere } = change;
    // What the centre says of its people is changed there.
    if (user.centralId !== null && (role !== user.role || printedName.value !== user.printedName))
      return refused('IDENTITY_PERSON_CENTRAL');
    if (change.disabled === false && user.disabledCentrally) return refused('IDENTITY_DISABLED_CENTRALLY');
    const disabled = disabledHere || user.disabledCentrally;
    const after: StoredUser = { ...user, printedName: printedName.value, role, disabled };
    const wasAdmin = user.role === 'admin' && !user.disabled && !user.central;
    if (wasAdmin && (after.role !== 'admin' || after.disabled) && otherAdmins(db, id) === 0)
      return refused('IDENTITY_LAST_ADMIN');
    updateUser(db, id, { printed_name: after.printedName, role, disabled: disabledHere ? 1 : 0 });
    return appendEntry(context, personChanged(user, after));
  });
}

/**
 * Hands an account of the station's own to the person who has its name at the centre: the centre says from the next sign-in
 * who that is and what they may do, and the password here is worth nothing. Nothing where it is the centre's. Errors: as
 * `changeUser`.
 */
export const handToCentre = (context: StationContext, id: string): Outcome<StoredUser> =>
  managing(context, id, (user) => {
    if (user.central) return ok(undefined);
    const { db } = context;
    if (user.role === 'admin' && !user.disabled && otherAdmins(db, id) === 0) return refused('IDENTITY_LAST_ADMIN');
    updateUser(db, id, { central: 1, password_hash: null, password_expired: 0 });
    // The list that came down last named this person in vain.
    forgetSyncState(db, 'users_etag');
    return appendEntry(context, personChanged(user, { ...user, central: true }));
  });

/** A new one-time password. Errors: IDENTITY_PASSWORD_CENTRAL, IDENTITY_CHECK_FAILED, and as `changeUser`. */
export async function resetPassword(context: StationContext, id: string): Promise<Outcome<WithOneTimePassword>> {
  const oneTimePassword = newOneTimePassword();
  const hash = await hashSecret(oneTimePassword);
  if (!hash.ok) return hash;
  const reset = await context.db.patiently(() =>
    managing(context, id, (user) => {
      if (user.central) return refused('IDENTITY_PASSWORD_CENTRAL');
      updateUser(context.db, id, { password_hash: hash.value, password_expired: 1 });
      forgetFailures(context, user);
      return appendEntry(
        context,
        credentialChanged({ id, credential: 'one_time_password', set: true, ...verifierOf(hash.value) }),
      );
    }),
  );
  return reset.ok ? ok({ user: reset.value, oneTimePassword }) : reset;
}

/** Ends the wait after too many failures. Errors: as `changeUser`. */
export const unlockUser = (context: StationContext, id: string): Outcome<StoredUser> =>
  managing(context, id, (user) => {
    forgetFailures(context, user);
    return appendEntry(context, personUnlocked(user));
  });

/** Errors: IDENTITY_BADGE_INVALID, IDENTITY_BADGE_TAKEN, IDENTITY_CHECK_FAILED, and as `changeUser`. */
export async function setBadgeOf(
  context: StationContext,
  id: string,
  badge: string | null,
): Promise<Outcome<StoredUser>> {
  const allowed = context.may('user.manage');
  return allowed.ok ? writeBadge(context, id, badge) : allowed;
}

/** Of oneself, after the password was checked. Errors: as `setBadgeOf`. */
export async function writeBadge(
  context: StationContext,
  id: string,
  badge: string | null,
): Promise<Outcome<StoredUser>> {
  const { db } = context;
  const checked = badge === null ? null : checkBadge(badge);
  if (checked?.ok === false) return checked;
  const secrets = readSecrets(db);
  if (secrets === null) return refused('IDENTITY_NO_PEOPLE');
  const hashed = checked === null ? ok(null) : await hashToLookUp(checked.value, secrets.badgeSalt);
  if (!hashed.ok) return hashed;
  const hash = hashed.value;
  return db.patiently(() =>
    changing(context, id, () => {
      const holder = hash === null ? null : userByBadge(db, hash);
      if (holder !== null && holder.id !== id) return refused('IDENTITY_BADGE_TAKEN');
      updateUser(db, id, { badge_hash: hash });
      return appendEntry(
        context,
        credentialChanged({ id, credential: 'badge', set: hash !== null, ...verifierOf(hash) }),
      );
    }),
  );
}

/** Errors: IDENTITY_PIN_INVALID, IDENTITY_CHECK_FAILED, DB_*, AUDIT_*. After the password was checked. */
export async function writePin(context: StationContext, id: string, pin: string | null): Promise<Outcome<StoredUser>> {
  const checked = pin === null ? null : checkPin(pin);
  if (checked?.ok === false) return checked;
  const hashed = checked === null ? ok(null) : await hashSecret(checked.value);
  if (!hashed.ok) return hashed;
  const hash = hashed.value;
  return context.db.patiently(() =>
    changing(context, id, () => {
      updateUser(context.db, id, { pin_hash: hash });
      return appendEntry(
        context,
        credentialChanged({ id, credential: 'pin', set: hash !== null, ...verifierOf(hash) }),
      );
    }),
  );
}

/** One that the person chose. Errors: IDENTITY_PASSWORD_*, IDENTITY_CHECK_FAILED, DB_*, AUDIT_*. After the one before was checked. */
export async function writePassword(
  context: StationContext,
  user: StoredUser,
  password: string,
): Promise<Outcome<StoredUser>> {
  if (user.central) return refused('IDENTITY_PASSWORD_CENTRAL');
  const checked = checkPassword(password, [user.name, user.printedName]);
  if (!checked.ok) return checked;
  const hash = await hashSecret(checked.value);
  if (!hash.ok) return hash;
  return context.db.patiently(() =>
    changing(context, user.id, () => {
      updateUser(context.db, user.id, { password_hash: hash.value, password_expired: 0 });
      return appendEntry(
        context,
        credentialChanged({ id: user.id, credential: 'password', set: true, ...verifierOf(hash.value) }),
      );
    }),
  );
}

/**
 * A new password and a new recovery code for an administrator who proved to be one by the printed code, or who owns the
 * data directory. Errors: IDENTITY_PASSWORD_*, IDENTITY_CHECK_FAILED, IDENTITY_UNKNOWN_PERSON, DB_*, AUDIT_*.
 */
export async function recoverAccess(
  context: StationContext,
  user: StoredUser,
  password: string,
  by: 'code' | 'file_system',
): Promise<Outcome<WithRecoveryCode>> {
  const { db } = context;
  const checked = checkPassword(password, [user.name, user.printedName]);
  if (!checked.ok) return checked;
  const hash = await hashSecret(checked.value);
  if (!hash.ok) return hash;
  const recovery = await makeRecoveryCode();
  if (!recovery.ok) return recovery;
  const changed = await db.patiently(() =>
    changing(context, user.id, () => {
      const own = { central: 0, central_id: null, central_disabled: 0, central_password: null, central_badge: null };
      updateUser(db, user.id, { password_hash: hash.value, password_expired: 0, disabled: 0, role: 'admin', ...own });
      storeRecoveryHash(db, recovery.value.hash);
      forgetFailures(context, user);
      const recovered = appendEntry(context, accessRecovered({ id: user.id, by, ...verifierOf(hash.value) }));
      return recovered.ok ? appendEntry(context, recoveryCodeMade(user)) : recovered;
    }),
  );
  return changed.ok ? ok({ user: changed.value, recoveryCode: recovery.value.code }) : changed;
}

function namesOf(name: string, printedName: string): Outcome<{ readonly name: string; readonly printedName: string }> {
  const clean = cleanName(name);
  if (!clean.ok) return clean;
  const printed = cleanName(printedName);
  return printed.ok ? ok({ name: clean.value, printedName: printed.value }) : printed;
}

/** 100 random bits as four groups of five. */
const newOneTimePassword = (): string => recoveryCode(randomBytes(recoveryCodeBytes));

function add(
  context: StationContext,
  user: Pick<StoredUser, 'id' | 'name' | 'printedName' | 'role' | 'central' | 'passwordExpired'>,
  passwordHash: string | null,
): Outcome<StoredUser> {
  const { db } = context;
  const entry = appendEntry(context, personAdded({ ...user, disabled: false, ...verifierOf(passwordHash) }));
  if (!entry.ok) return entry;
  insertUser(db, { user, passwordHash, createdAt: entry.value.time, auditSeq: entry.value.seq });
  return ok(mustFind(context, user.id));
}

/** Binds what is stored to the entry. */
const verifierOf = (hash: string | Uint8Array | null) => ({
  verifierSha256: hash === null ? null : sha256Hex(Buffer.from(hash)),
});

function mustFind({ db }: StationContext, id: string): StoredUser {
  const user = userById(db, id);
  if (user === null) throw new Error(`Person ${id} was stored and is not there`);
  return user;
}

const forgetFailures = ({ db, clock }: StationContext, { name }: StoredUser): void =>
  signInFailures(db, clock).clear(name);

/** One change of one person, by who may manage people. */
function managing(
  context: StationContext,
  id: string,
  change: (user: StoredUser) => Outcome<unknown>,
): Outcome<StoredUser> {
  const allowed = context.may('user.manage');
  return allowed.ok ? changing(context, id, change) : allowed;
}

function changing(
  context: StationContext,
  id: string,
  change: (user: StoredUser) => Outcome<unknown>,
): Outcome<StoredUser> {
  return context.db.write<StoredUser, IdentityFailure>(() => {
    const user = userById(context.db, id);
    if (user === null) return refused('IDENTITY_UNKNOWN_PERSON');
    const changed = change(user);
    return changed.ok ? ok(mustFind(context, id)) : changed;
  });
}
