/** How people come, go and hand over. There is one session, as there is one window. */
import { personSignedIn, personSignedOut, sessionLocked } from '../../core/audit/entries.ts';
import { type Access, decide } from '../../core/identity/access.ts';
import { type IdentityError, type IdentityErrorCode, identityError } from '../../core/identity/errors.ts';
import type { Operation } from '../../core/identity/permissions.ts';
import { normalRecoveryCode } from '../../core/identity/recovery-code.ts';
import type { Signature, SignatureMeaning } from '../../core/identity/signature.ts';
import type { Actor } from '../../core/kernel/actor.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { appendEntry } from '../audit/append.ts';
import type { AuditError } from '../audit/errors.ts';
import type { StationContext } from '../context.ts';
import { actorOf, asPerson, asStation, stationActor } from './acting-person.ts';
import { type AuthenticationDesk, checkPasswordOf, checkRecoveryCode, type IdentityFailure } from './authenticate.ts';
import type { ProvenUser } from './central-password.ts';
import { addFirstAdministrator, recoverAccess } from './manage-users.ts';
import { ownCredentials } from './own-credentials.ts';
import { nobody, openPresence } from './presence.ts';
import { type Proof, type ProvingFactor, prove } from './prove.ts';
import { graceOf, type SessionState, sessionState } from './session-state.ts';
import { sign } from './sign.ts';
import { openUnrecorded, takesNothing } from './unrecorded.ts';
import { updateUser } from './user-rows.ts';

export type { SessionState } from './session-state.ts';

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
  /** A badge may also be scanned where a PIN was asked. Errors also: IDENTITY_PASSWORD_NEEDED. */
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
  /** What proves who signs, checked: `sign`. Guessed at too often it locks the session. */
  sign(meaning: SignatureMeaning, proof: Proof | null): Outcome<Signature>;
  /** Someone else changed people: tells the window what it may show now. */
  refresh(): void;
  close(): void;
}

interface SessionWithCode {
  readonly session: SessionState;
  readonly recoveryCode: string;
}

export interface SessionOptions extends Omit<AuthenticationDesk, 'context' | 'unrecorded'> {
  /** Read when it is needed: it names the person of this very session. */
  readonly context: () => StationContext;
  readonly idleMinutes: () => number | null;
  readonly onChange: (state: SessionState) => void;
  /** The disk took nothing of what somebody did here: it waits. */
  readonly onUnstored?: (error: IdentityFailure) => void;
}

/** For sessions that grow idle, and for what other programs do to people. */
const lookEveryMs = 2000;
const idleOperations: ReadonlySet<Operation> = new Set(['station.read']);

export function openSession(options: SessionOptions): Session {
  const { context, failures, central, idleMinutes, onChange } = options;
  const unrecorded = openUnrecorded(context, failures);
  const presence = openPresence({ context, idleMinutes, isOwing: unrecorded.any });
  /** What was told or answered last; null before anybody asked. */
  let told: string | null = null;
  const desk = (): AuthenticationDesk => ({ context: asStation(context()), failures, central, unrecorded });
  const own = ownCredentials(presence, context, desk);
  /** Whom the centre could not be asked about when they last gave the password. */
  const withoutCentre = new Set<string>();

  function state(): SessionState {
    const is = presence.access();
    told = whoIs(is);
    const grace = graceOf(is, withoutCentre, presence, central()?.graceDays ?? 0);
    return sessionState(presence, is, idleMinutes(), grace);
  }

  function tell(): SessionState {
    const is = state();
    onChange(is);
    return is;
  }

  const heard = async (change: ReturnType<typeof own.setPin>): Outcome<SessionState> => {
    const changed = await change;
    return changed.ok ? ok(tell()) : changed;
  };

  /** The entries are durable before anybody is signed in; on a disk that takes nothing they wait, and nobody does more than look. */
  async function enter(user: ProvenUser, factor: ProvingFactor): Outcome<SessionState> {
    const { db } = context();
    // What waits happened before.
    unrecorded.settle();
    const acting = asPerson(context(), user);
    const signedIn = personSignedIn({ id: user.id, factor, program: 'window', checkedBy: user.checkedBy });
    const before = presence.present();
    const goes =
      before.kind === 'signed_in' && before.userId !== user.id
        ? {
            acting: asUser(context(), before.userId),
            entry: personSignedOut({ id: before.userId, cause: 'switch' }),
          }
        : null;
    const entered = await db.patiently(() =>
      db.write<void, AuditError>(() => {
        const left = goes === null ? ok(undefined) : appendEntry(goes.acting, goes.entry);
        if (!left.ok) return left;
        failures.clear(user.name);
        const entry = appendEntry(acting, signedIn);
        if (!entry.ok) return entry;
        updateUser(db, user.id, { last_sign_in: entry.value.time });
        return ok(undefined);
      }),
    );
    if (!entered.ok) {
      if (!takesNothing(entered.error)) return entered;
      options.onUnstored?.(entered.error);
      if (goes !== null) unrecorded.add(goes.acting, goes.entry);
      unrecorded.add(acting, signedIn, user.id);
    }
    presence.begin({ kind: 'signed_in', userId: user.id });
    if (factor === 'password') {
      presence.gavePassword(user.id);
      if (user.checkedBy === 'grace') withoutCentre.add(user.id);
      else withoutCentre.delete(user.id);
    }
    return ok(tell());
  }

  /** Locked or gone at once, whatever becomes of the entry. */
  async function leave(next: 'locked' | 'nobody', cause: 'person' | 'idle' | 'failures'): Outcome<SessionState> {
    const present = presence.present();
    if (present.kind === 'nobody' || (present.kind === 'locked' && next === 'locked')) return ok(state());
    const { userId } = present;
    const mine = presence.turn();
    unrecorded.settle();
    // Locked first: whatever becomes of the entry, nobody works on under this name.
    if (next === 'locked') presence.begin({ kind: 'locked', userId });
    const { db } = context();
    const entry =
      next === 'locked' ? sessionLocked({ id: userId, cause }) : personSignedOut({ id: userId, cause: 'person' });
    const acting = asUser(context(), userId);
    const logged = await db.patiently(() => db.write(() => appendEntry(acting, entry)));
    const waits = !logged.ok && takesNothing(logged.error);
    if (waits) {
      options.onUnstored?.(logged.error);
      unrecorded.add(acting, entry);
    }
    if (next === 'nobody' && mine === presence.turn()) {
      presence.left(userId);
      presence.begin(nobody);
    }
    const is = tell();
    return logged.ok || waits ? ok(is) : logged;
  }

  const asUser = (live: StationContext, userId: string): StationContext => {
    const user = presence.find(userId);
    return user === null ? asStation(live) : asPerson(live, user);
  };

  async function signIn(name: string, password: string): Outcome<SessionState> {
    if (!presence.staffed()) return refused('IDENTITY_NO_PEOPLE');
    const user = await checkPasswordOf(desk(), name, password);
    return user.ok ? enter(user.value, 'password') : user;
  }

  const watch = setInterval(() => {
    unrecorded.settle();
    const is = presence.access();
    if (presence.present().kind === 'signed_in' && is.kind === 'locked') void leave('locked', 'idle');
    // Another program may have set up, disabled or changed somebody.
    else if (told !== null && told !== whoIs(is)) tell();
  }, lookEveryMs);
  watch.unref();

  return {
    access: presence.access,
    actor() {
      if (!presence.staffed()) return null;
      const present = presence.present();
      const user = present.kind === 'signed_in' ? presence.find(present.userId) : null;
      return user === null ? stationActor(context().station) : actorOf(user);
    },
    may(operation) {
      let decided = decide(presence.access(), operation);
      // There may be room again.
      if (!decided.ok && decided.error.code === 'IDENTITY_NOT_RECORDED' && unrecorded.settle()) {
        tell();
        decided = decide(presence.access(), operation);
      }
      if (decided.ok && !idleOperations.has(operation)) presence.touched();
      return decided;
    },
    state,
    signIn,
    async switchTo(proof) {
      if (!presence.staffed()) return refused('IDENTITY_NO_PEOPLE');
      const claimed = 'personId' in proof ? proof.personId : null;
      if (claimed !== null && !presence.isInShift(claimed)) return refused('IDENTITY_PASSWORD_NEEDED');
      const proven = await prove(desk(), proof, claimed === null ? null : presence.find(claimed));
      if (!proven.ok) return proven;
      const { user, factor } = proven.value;
      return presence.isInShift(user.id) ? enter(user, factor) : refused('IDENTITY_PASSWORD_NEEDED');
    },
    async unlock(password) {
      const is = presence.access();
      if (is.kind !== 'locked') return refused('IDENTITY_SIGN_IN_REQUIRED');
      return signIn(is.person.name, password);
    },
    lock: (cause) => leave('locked', cause),
    signOut: () => leave('nobody', 'person'),
    active() {
      if (presence.access().kind === 'signed_in') presence.touched();
    },
    async setUp(first) {
      const added = await addFirstAdministrator(context(), first);
      if (!added.ok) return added;
      presence.hasPeople();
      const session = await enter(added.value.user, 'password');
      return session.ok ? ok({ session: session.value, recoveryCode: added.value.recoveryCode }) : session;
    },
    changePassword: (current, next) => heard(own.changePassword(current, next)),
    setPin: (password, pin) => heard(own.setPin(password, pin)),
    setBadge: (password, badge) => heard(own.setBadge(password, badge)),
    async recover(name, code, password) {
      if (!presence.staffed()) return refused('IDENTITY_NO_PEOPLE');
      const user = await checkRecoveryCode(desk(), name, normalRecoveryCode(code));
      if (!user.ok) return user;
      const recovered = await recoverAccess(asPerson(context(), user.value), user.value, password, 'code');
      if (!recovered.ok) return recovered;
      const session = await enter(recovered.value.user, 'password');
      return session.ok ? ok({ session: session.value, recoveryCode: recovered.value.recoveryCode }) : session;
    },
    async sign(meaning, proof) {
      const mine = presence.turn();
      const signed = await sign({ presence, desk, openActor: () => context().actor }, meaning, proof);
      if (signed.ok) tell();
      else if (signed.error.code === 'IDENTITY_TOO_MANY_FAILURES' && mine === presence.turn())
        await leave('locked', 'failures');
      return signed;
    },
    refresh: () => void tell(),
    close() {
      clearInterval(watch);
      unrecorded.settle();
    },
  };
}

/** What a window shows of an access, to see a difference by. */
const whoIs = (access: Access): string => JSON.stringify(access);

const refused = (code: IdentityErrorCode) => fail(identityError(code));
