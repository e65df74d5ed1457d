/** Who stands before the window, and how others come. There is one session, as there is one window. */
import { personSignedIn, personSignedOut, sessionLocked } from '../../core/audit/entries.ts';
import { type Access, decide, type Person } from '../../core/identity/access.ts';
import { type IdentityError, type IdentityErrorCode, identityError } from '../../core/identity/errors.ts';
import { isIdle, shiftMs } from '../../core/identity/idle.ts';
import { elapsedMs, type Moment } from '../../core/identity/lockout.ts';
import { type Operation, operations } from '../../core/identity/permissions.ts';
import { normalRecoveryCode } from '../../core/identity/recovery-code.ts';
import {
  operationOfMeaning,
  type Signature,
  type SignatureFactor,
  type SignatureMeaning,
} from '../../core/identity/signature.ts';
import type { Actor } from '../../core/kernel/actor.ts';
import { assertNever, fail, ok, type Result } from '../../core/kernel/result.ts';
import { appendEntry } from '../audit/append.ts';
import type { AuditError } from '../audit/errors.ts';
import type { StationContext } from '../context.ts';
import {
  type AuthenticationDesk,
  checkBadgeOf,
  checkPasswordOf,
  checkPinOf,
  checkRecoveryCode,
  type IdentityFailure,
} from './authenticate.ts';
import { addFirstAdministrator, recoverAccess, writeBadge, writePassword, writePin } from './manage-users.ts';
import { hasUsers, personOf, type StoredUser, updateUser, userById } from './user-rows.ts';

type ProvingFactor = Exclude<SignatureFactor, 'none'>;
interface Proof {
  readonly factor: ProvingFactor;
  readonly secret: string;
}

/** What the window shows. */
export interface SessionState {
  readonly state: 'open' | 'signed_out' | 'locked' | 'signed_in';
  readonly person: Person | null;
  readonly passwordExpired: boolean;
  /** What the next sign-off needs. */
  readonly signing: 'none' | 'password' | 'any';
  readonly may: readonly Operation[];
  /** Those who can come back with PIN or badge; the last one first. */
  readonly present: readonly {
    readonly id: string;
    readonly printedName: string;
    readonly pin: boolean;
    readonly badge: boolean;
  }[];
  readonly idleMinutes: number | null;
}

type Outcome<T> = Promise<Result<T, IdentityFailure>>;

export interface Session {
  access(): Access;
  /** Whose name records get; the station's own while nobody is signed in, null while there are no people. */
  actor(): Actor | null;
  /** Also keeps the session from growing idle. Errors: those of `decide`. */
  may(operation: Operation): Result<void, IdentityError>;
  state(): SessionState;
  /** Errors here and below: those of `checkPasswordOf`, IDENTITY_NO_PEOPLE. */
  signIn(name: string, password: string): Outcome<SessionState>;
  /** Errors also: IDENTITY_PASSWORD_NEEDED. */
  switchTo(
    proof: { readonly factor: 'pin'; readonly personId: string; readonly secret: string } | Proof,
  ): Outcome<SessionState>;
  unlock(password: string): Outcome<SessionState>;
  /** Nothing where nobody is signed in. */
  lock(cause: 'person' | 'idle' | 'failures'): Outcome<SessionState>;
  signOut(): Outcome<SessionState>;
  /** Somebody moved or typed. */
  active(): void;
  /** Errors: those of `addFirstAdministrator`. */
  setUp(first: {
    readonly name: string;
    readonly printedName: string;
    readonly password: string;
  }): Outcome<SessionWithCode>;
  changePassword(current: string, next: string): Outcome<SessionState>;
  setPin(password: string, pin: string | null): Outcome<SessionState>;
  setBadge(password: string, badge: string | null): Outcome<SessionState>;
  recover(name: string, code: string, password: string): Outcome<SessionWithCode>;
  /**
   * Checks what proves who signs. The first signature of a session needs the password; any one factor does after it.
   * Errors: IDENTITY_SIGNATURE_REQUIRED, IDENTITY_SIGNATURE_PASSWORD, IDENTITY_OTHER_PERSON, and as `may`.
   */
  sign(meaning: SignatureMeaning, proof: Proof | null): Outcome<Signature>;
  /** Someone else changed people: tells the window what it may show now. */
  refresh(): void;
  close(): void;
}

interface SessionWithCode {
  readonly session: SessionState;
  readonly recoveryCode: string;
}

export interface SessionOptions extends Omit<AuthenticationDesk, 'context'> {
  /** Read when it is needed: it names the person of this very session. */
  readonly context: () => StationContext;
  readonly idleMinutes: () => number | null;
  readonly onChange: (state: SessionState) => void;
}

type Present = { readonly kind: 'nobody' } | { readonly kind: 'signed_in' | 'locked'; readonly userId: string };

const nobody: Present = { kind: 'nobody' };
/** For sessions that grow idle, and for what other programs do to people. */
const lookEveryMs = 2000;
const idleOperations: ReadonlySet<Operation> = new Set(['station.read']);

export function openSession(options: SessionOptions): Session {
  const { failures, central, idleMinutes, onChange } = options;
  let present = nobody;
  /** Counts sessions: a check that took a while must not speak for the next person. */
  let turn = 0;
  let hasSignedWithPassword = false;
  let lastActive: Moment | null = null;
  /** When each person last gave the password; the last one last. */
  const passwordGiven = new Map<string, Moment>();
  /** Null while it is not known. */
  let isStaffed: boolean | null = null;
  /** What was told or answered last; null before anybody asked. */
  let told: string | null = null;

  const context = (): StationContext => options.context();
  const desk = (): AuthenticationDesk => ({ context: asStation(context()), failures, central });
  const now = (): Moment => {
    const { clock } = context();
    return { time: clock.now(), monoMs: Math.trunc(clock.monotonicMs()), bootId: clock.bootId };
  };

  /** Null where the database cannot be read, too: nobody is let in then. */
  function find(userId: string): StoredUser | null {
    const { db } = context();
    const found = db.read(() => userById(db, userId));
    return found.ok ? found.value : null;
  }

  /** People are never deleted, so this turns true once. A database that never told whether there are any counts as theirs. */
  function staffed(): boolean {
    if (isStaffed === true) return true;
    const { db } = context();
    const found = db.read(() => hasUsers(db));
    if (found.ok) isStaffed = found.value;
    return isStaffed ?? true;
  }

  function access(): Access {
    if (!staffed()) return { kind: 'open' };
    if (present.kind === 'nobody') return { kind: 'signed_out' };
    const user = find(present.userId);
    if (user === null || user.disabled) return { kind: 'signed_out' };
    const person = personOf(user);
    if (present.kind === 'locked' || (lastActive !== null && isIdle(lastActive, now(), idleMinutes())))
      return { kind: 'locked', person };
    return { kind: 'signed_in', person, passwordExpired: user.passwordExpired };
  }

  function state(): SessionState {
    const is = access();
    told = whoIs(is);
    const person = is.kind === 'signed_in' || is.kind === 'locked' ? is.person : null;
    return {
      state: is.kind === 'line' ? 'signed_out' : is.kind,
      person,
      passwordExpired: is.kind === 'signed_in' && is.passwordExpired,
      signing: is.kind === 'open' ? 'none' : hasSignedWithPassword ? 'any' : 'password',
      may: operations.filter((operation) => decide(is, operation).ok),
      present: presentPeople(),
      idleMinutes: idleMinutes(),
    };
  }

  const isInShift = (userId: string): boolean => {
    const given = passwordGiven.get(userId);
    return given !== undefined && elapsedMs(given, now(), 0) < shiftMs;
  };

  const presentPeople = (): SessionState['present'] =>
    [...passwordGiven.keys()]
      .filter(isInShift)
      .flatMap((id) => find(id) ?? [])
      .filter((user) => !user.disabled && (user.pinHash !== null || user.hasBadge))
      .map(({ id, printedName, pinHash, hasBadge }) => ({ id, printedName, pin: pinHash !== null, badge: hasBadge }))
      .toReversed();

  function tell(): SessionState {
    const is = state();
    onChange(is);
    return is;
  }

  /** The entry is durable before anybody is signed in. */
  async function enter(user: StoredUser, factor: ProvingFactor): Outcome<SessionState> {
    const { db } = context();
    const acting = asPerson(context(), user);
    const before = present;
    const entered = await db.patiently(() =>
      db.write<void, AuditError>(() => {
        if (before.kind === 'signed_in' && before.userId !== user.id) {
          const left = appendEntry(
            asUser(context(), before.userId),
            personSignedOut({ id: before.userId, cause: 'switch' }),
          );
          if (!left.ok) return left;
        }
        failures.clear(user.name);
        const entry = appendEntry(acting, personSignedIn({ id: user.id, factor, program: 'window' }));
        if (!entry.ok) return entry;
        updateUser(db, user.id, { last_sign_in: entry.value.time });
        return ok(undefined);
      }),
    );
    if (!entered.ok) return entered;
    begin({ kind: 'signed_in', userId: user.id });
    lastActive = now();
    if (factor === 'password') {
      passwordGiven.delete(user.id);
      passwordGiven.set(user.id, lastActive);
    }
    return ok(tell());
  }

  function begin(next: Present): void {
    present = next;
    turn += 1;
    hasSignedWithPassword = false;
  }

  /** Leaves the session as it is where the entry cannot be written: who is signed in stays named. */
  async function leave(next: 'locked' | 'nobody', cause: 'person' | 'idle' | 'failures'): Outcome<SessionState> {
    if (present.kind === 'nobody' || (present.kind === 'locked' && next === 'locked')) return ok(state());
    const { userId } = present;
    const mine = turn;
    // Locked first: whatever becomes of the entry, nobody works on under this name.
    if (next === 'locked') begin({ kind: 'locked', userId });
    const { db } = context();
    const entry =
      next === 'locked' ? sessionLocked({ id: userId, cause }) : personSignedOut({ id: userId, cause: 'person' });
    const acting = asUser(context(), userId);
    const logged = await db.patiently(() => db.write(() => appendEntry(acting, entry)));
    if (next === 'nobody' && mine === turn) {
      passwordGiven.delete(userId);
      begin(nobody);
    }
    const told = tell();
    return logged.ok ? ok(told) : logged;
  }

  const asUser = (live: StationContext, userId: string): StationContext => {
    const user = find(userId);
    return user === null ? asStation(live) : asPerson(live, user);
  };

  /** The signed-in person's own, confirmed with the password; a one-time password confirms only its successor. */
  async function confirmed(
    password: string,
    needed: Operation | null,
    change: (acting: StationContext, user: StoredUser) => Outcome<StoredUser>,
  ): Outcome<SessionState> {
    const is = access();
    if (is.kind !== 'signed_in') return refused('IDENTITY_SIGN_IN_REQUIRED');
    const allowed = needed === null ? ok(undefined) : decide(is, needed);
    if (!allowed.ok) return allowed;
    const mine = turn;
    const user = await checkPasswordOf(desk(), is.person.name, password);
    if (!user.ok) return user;
    if (mine !== turn) return refused('IDENTITY_OTHER_PERSON');
    const changed = await change(asPerson(context(), user.value), user.value);
    return changed.ok ? ok(tell()) : changed;
  }

  async function check(proof: Proof, personId: string): Outcome<StoredUser> {
    switch (proof.factor) {
      case 'password':
        return checkPasswordOf(desk(), find(personId)?.name ?? '', proof.secret);
      case 'pin':
        return checkPinOf(desk(), personId, proof.secret);
      case 'badge':
        return checkBadgeOf(desk(), proof.secret.replace(/[\r\n]+$/, ''));
      default:
        return assertNever(proof.factor);
    }
  }

  async function sign(meaning: SignatureMeaning, proof: Proof | null): Outcome<Signature> {
    const allowed = may(operationOfMeaning(meaning));
    if (!allowed.ok) return allowed;
    const is = access();
    if (is.kind === 'open') {
      const { id: personId, name: printedName } = context().actor;
      return ok({ personId, printedName, meaning, factor: 'none' });
    }
    if (is.kind !== 'signed_in') return refused('IDENTITY_SIGN_IN_REQUIRED');
    if (proof === null) return refused('IDENTITY_SIGNATURE_REQUIRED');
    if (!hasSignedWithPassword && proof.factor !== 'password') return refused('IDENTITY_SIGNATURE_PASSWORD');
    const mine = turn;
    const checked = await check(proof, is.person.id);
    if (mine !== turn) return refused('IDENTITY_OTHER_PERSON');
    if (!checked.ok) {
      if (checked.error.code === 'IDENTITY_TOO_MANY_FAILURES') await leave('locked', 'failures');
      return checked;
    }
    if (checked.value.id !== is.person.id) return refused('IDENTITY_OTHER_PERSON');
    if (proof.factor === 'password') hasSignedWithPassword = true;
    tell();
    const { id: personId, printedName } = checked.value;
    return ok({ personId, printedName, meaning, factor: proof.factor });
  }

  function may(operation: Operation): Result<void, IdentityError> {
    const decided = decide(access(), operation);
    if (decided.ok && lastActive !== null && !idleOperations.has(operation)) lastActive = now();
    return decided;
  }

  async function signIn(name: string, password: string): Outcome<SessionState> {
    if (!staffed()) return refused('IDENTITY_NO_PEOPLE');
    const user = await checkPasswordOf(desk(), name, password);
    return user.ok ? enter(user.value, 'password') : user;
  }

  const watch = setInterval(() => {
    const is = access();
    if (present.kind === 'signed_in' && is.kind === 'locked') void leave('locked', 'idle');
    // Another program may have set up, disabled or changed somebody.
    else if (told !== null && told !== whoIs(is)) tell();
  }, lookEveryMs);
  watch.unref();

  return {
    access,
    actor() {
      if (!staffed()) return null;
      const user = present.kind === 'signed_in' ? find(present.userId) : null;
      return user === null ? stationActor(context().station) : actorOf(user);
    },
    may,
    state,
    signIn,
    async switchTo(proof) {
      if (!staffed()) return refused('IDENTITY_NO_PEOPLE');
      if ('personId' in proof && !isInShift(proof.personId)) return refused('IDENTITY_PASSWORD_NEEDED');
      const user = await check(proof, 'personId' in proof ? proof.personId : '');
      if (!user.ok) return user;
      if (!isInShift(user.value.id)) return refused('IDENTITY_PASSWORD_NEEDED');
      return enter(user.value, proof.factor);
    },
    async unlock(password) {
      const is = access();
      if (is.kind !== 'locked') return refused('IDENTITY_SIGN_IN_REQUIRED');
      return signIn(is.person.name, password);
    },
    lock: (cause) => leave('locked', cause),
    signOut: () => leave('nobody', 'person'),
    active() {
      if (access().kind === 'signed_in') lastActive = now();
    },
    async setUp(first) {
      const added = await addFirstAdministrator(context(), first);
      if (!added.ok) return added;
      isStaffed = true;
      const session = await enter(added.value.user, 'password');
      return session.ok ? ok({ session: session.value, recoveryCode: added.value.recoveryCode }) : session;
    },
    changePassword: (current, next) => confirmed(current, null, (acting, user) => writePassword(acting, user, next)),
    setPin: (password, pin) => confirmed(password, 'station.read', (acting, user) => writePin(acting, user.id, pin)),
    setBadge: (password, badge) =>
      confirmed(password, 'station.read', (acting, user) => writeBadge(acting, user.id, badge)),
    async recover(name, code, password) {
      if (!staffed()) return refused('IDENTITY_NO_PEOPLE');
      const user = await checkRecoveryCode(desk(), name, normalRecoveryCode(code));
      if (!user.ok) return user;
      const recovered = await recoverAccess(asPerson(context(), user.value), user.value, password, 'code');
      if (!recovered.ok) return recovered;
      const session = await enter(recovered.value.user, 'password');
      return session.ok ? ok({ session: session.value, recoveryCode: recovered.value.recoveryCode }) : session;
    },
    sign,
    refresh: () => void tell(),
    close: () => clearInterval(watch),
  };
}

/** What a window shows of an access, to see a difference by. */
const whoIs = (access: Access): string => JSON.stringify(access);

const refused = (code: IdentityErrorCode) => fail(identityError(code));

export const actorOf = ({ id, printedName, role }: Person): Actor => ({ id, name: printedName, role });

/** Who acts where no person does: a failed sign-in, an import that outlives its session. */
const stationActor = (station: string): Actor => ({ id: 'station', name: station, role: 'line' });

const asPerson = (live: StationContext, user: StoredUser): StationContext => ({
  ...at(live),
  actor: actorOf(user),
});
const asStation = (live: StationContext): StationContext => ({ ...at(live), actor: stationActor(live.station) });

/** For entries about sessions, which need no permission. */
function at(live: StationContext): Omit<StationContext, 'actor'> {
  const { db, clock, station, signer, access, may } = live;
  return { db, clock, station, signer, access, may };
}
