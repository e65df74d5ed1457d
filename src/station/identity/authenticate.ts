/** Whether a person is who they say: one way for passwords, PINs, badges and the recovery code, with one count of failures. */
import { personLockedOut, signInFailed } from '../../core/audit/entries.ts';
import { type IdentityError, identityError } from '../../core/identity/errors.ts';
import { lockMs, triesBeforeLock } from '../../core/identity/lockout.ts';
import { normalPassword } from '../../core/identity/secrets.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { appendEntry } from '../audit/append.ts';
import type { AuditError } from '../audit/errors.ts';
import type { StationContext } from '../context.ts';
import { askAboutNobody, type CentralDesk, checkWithCentre, type ProvenUser } from './central-password.ts';
import type { IdentityFailure } from './identity-failure.ts';
import { readSecrets } from './identity-secrets.ts';
import { hashToLookUp, matchesSecret, nobodysHash } from './secret-hash.ts';
import { badges, type SignInFailures, tooManyFailures } from './sign-in-failures.ts';
import { takesNothing, type Unrecorded } from './unrecorded.ts';
import { type StoredUser, userByBadge, userByCentralBadge, userById, userByName } from './user-rows.ts';

export type { IdentityFailure } from './identity-failure.ts';

export interface AuthenticationDesk {
  readonly context: StationContext;
  readonly failures: SignInFailures;
  /** Where tries are counted while the disk takes no count. Null: nobody gets in then, for a program of one try. */
  readonly unrecorded: Unrecorded | null;
  /** Null where none is configured. */
  readonly central: () => CentralDesk | null;
}

type Checked = Result<ProvenUser, IdentityFailure>;

/**
 * A name that the station has no account of its own for is the centre's to judge, where one is configured. A wrong
 * password of an account of the station's own never leaves it, and a refusal takes as long as the centre takes: who tries
 * names learns none by the time.
 * Errors: IDENTITY_REFUSED, IDENTITY_CHECK_FAILED, IDENTITY_TOO_MANY_FAILURES, IDENTITY_GRACE_OVER, IDENTITY_CENTRAL_*,
 * DB_*, AUDIT_*.
 */
export async function checkPasswordOf(desk: AuthenticationDesk, name: string, typed: string): Promise<Checked> {
  const password = normalPassword(typed);
  return tried(desk, name, 'password', async () => {
    const { db } = desk.context;
    const user = userByName(db, name);
    const centre = desk.central();
    if (centre !== null && (user === null || (user.central && !user.disabledHere))) {
      const judged = await checkWithCentre(desk.context, centre, { name, known: user, password });
      return judged.ok ? judged : { ...judged, user };
    }
    const matches = await matchesSecret(user?.passwordHash ?? nobodysHash, password);
    if (!matches.ok) return { ...matches, user };
    if (matches.value && user !== null && !user.disabled)
      return user.central ? fail(identityError('IDENTITY_CENTRAL_OFF')) : ok(user);
    if (centre !== null) await askAboutNobody(centre);
    return refused(user);
  });
}

/**
 * Digits that were typed or scanned where this person's PIN was asked: the PIN, else a badge of digits, whoever has it.
 * What is neither counts once, against the person. Errors: as `checkPasswordOf`.
 */
export async function checkPinOrBadge(
  desk: AuthenticationDesk,
  personId: string,
  digits: string,
): Promise<Result<{ readonly user: StoredUser; readonly factor: 'pin' | 'badge' }, IdentityFailure>> {
  const { context, failures } = desk;
  const user = userById(context.db, personId);
  let factor: 'pin' | 'badge' = 'pin';
  const checked = await tried(desk, user?.name ?? personId, 'pin', async () => {
    const matches = await matchesSecret(user?.pinHash ?? nobodysHash, digits);
    if (!matches.ok) return { ...matches, user };
    if (matches.value && user?.pinHash != null && !user.disabled) return ok(user);
    // Wrong badges lock badges here as well: another field is no way around it.
    const holder = failures.lockedForMs(badges) > 0 ? ok(null) : await holderOf(context, digits);
    if (!holder.ok) return { ...holder, user };
    if (holder.value === null) return refused(user);
    factor = 'badge';
    return ok(holder.value);
  });
  return checked.ok ? ok({ user: checked.value, factor }) : checked;
}

/** Finds whose badge it is. Errors: as `checkPasswordOf`. */
export async function checkBadgeOf(desk: AuthenticationDesk, badge: string): Promise<Checked> {
  return tried(desk, badges, 'badge', async () => {
    const holder = await holderOf(desk.context, badge);
    if (!holder.ok) return holder;
    return holder.value === null ? refused(null) : ok(holder.value);
  });
}

/** Null where nobody who may come in has this badge. Errors: IDENTITY_CHECK_FAILED. */
async function holderOf({ db }: StationContext, badge: string): Promise<Result<StoredUser | null, IdentityError>> {
  const secrets = readSecrets(db);
  if (secrets === null) return ok(null);
  const { badgeSalt, centralBadgeSalt } = secrets;
  const ownHash = await hashToLookUp(badge, badgeSalt);
  if (!ownHash.ok) return ownHash;
  const centralHash = centralBadgeSalt === null ? ok(null) : await hashToLookUp(badge, centralBadgeSalt);
  if (!centralHash.ok) return centralHash;
  const own = userByBadge(db, ownHash.value);
  const central = centralHash.value === null ? null : userByCentralBadge(db, centralHash.value);
  // A badge of two people is nobody's.
  const user = own !== null && central !== null && own.id !== central.id ? null : (own ?? central);
  return ok(user === null || user.disabled ? null : user);
}

/** An administrator's name with the printed code. Errors: as `checkPasswordOf`. */
export async function checkRecoveryCode(desk: AuthenticationDesk, name: string, code: string): Promise<Checked> {
  return tried(desk, name, 'recovery_code', async () => {
    const { db } = desk.context;
    const user = userByName(db, name);
    const matches = await matchesSecret(readSecrets(db)?.recoveryHash ?? nobodysHash, code);
    if (!matches.ok) return { ...matches, user };
    return matches.value && user?.role === 'admin' && !user.disabled && !user.central ? ok(user) : refused(user);
  });
}

interface Refused {
  readonly ok: false;
  readonly error: IdentityFailure;
  /** Whose name it was, for the log alone. */
  readonly user?: StoredUser | null;
}
const refused = (user: StoredUser | null): Refused => ({ ok: false, error: identityError('IDENTITY_REFUSED'), user });

/** One try: counted before it is judged, on the disk or else in memory; the count goes away with a right one. */
async function tried(
  { context, failures, unrecorded }: AuthenticationDesk,
  name: string,
  factor: string,
  judge: () => Promise<{ readonly ok: true; readonly value: StoredUser } | Refused>,
): Promise<Checked> {
  const { db } = context;
  const stored = await db.patiently(() => failures.begin(name));
  const inMemory = stored.ok || !takesNothing(stored.error) ? null : unrecorded;
  const begun = inMemory === null ? stored : inMemory.begin(name);
  if (!begun.ok) return begun;
  const judged = await judge();
  const { value: count } = begun;
  if (judged.ok || judged.error.code !== 'IDENTITY_REFUSED') {
    if (inMemory !== null) {
      inMemory.takeBack(name);
      return judged;
    }
    const settled = await db.patiently(() =>
      db.write<void, AuditError>(() => {
        // Neither somebody else's badge nor what could not be asked or checked says anything about the tries before.
        const isOwn = judged.ok && (name === badges || userByName(db, name)?.id === judged.value.id);
        if (isOwn) failures.clear(name);
        else failures.takeBack(name);
        if (judged.ok || !judged.error.code.startsWith('IDENTITY_')) return ok(undefined);
        // Refused for another reason than a wrong password: no try that counts, and told all the same.
        const { id = 'unknown' } = judged.user ?? {};
        const turned = signInFailed({ id, reason: judged.error.code, factor, failures: count - 1 });
        const entry = appendEntry(context, turned);
        return entry.ok ? ok(undefined) : entry;
      }),
    );
    // A disk that is full by now keeps the try: it is forgotten with the next right one.
    return settled.ok || (unrecorded !== null && takesNothing(settled.error)) ? judged : settled;
  }
  const id = judged.user?.id ?? 'unknown';
  const locks = count >= triesBeforeLock;
  const failed = signInFailed({ id, reason: judged.error.code, factor, failures: count });
  const answer = fail(locks ? tooManyFailures(lockMs) : judged.error);
  if (inMemory !== null) {
    inMemory.add(context, failed);
    return answer;
  }
  const logged = await db.patiently(() =>
    db.write<void, AuditError>(() => {
      const entry = appendEntry(context, failed);
      if (!entry.ok || !locks) return entry.ok ? ok(undefined) : entry;
      const lock = appendEntry(context, personLockedOut({ id, failures: count, seconds: lockMs / 1000 }));
      return lock.ok ? ok(undefined) : lock;
    }),
  );
  if (logged.ok) return answer;
  if (unrecorded === null || !takesNothing(logged.error)) return logged;
  unrecorded.add(context, failed);
  return answer;
}
