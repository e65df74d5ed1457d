/** Who stands before the window, and who may come back to it. Memory alone: a program that starts anew knows nobody. */
import type { Access } from '../../core/identity/access.ts';
import { isIdle, shiftMs } from '../../core/identity/idle.ts';
import { elapsedMs, type Moment } from '../../core/identity/lockout.ts';
import type { StationContext } from '../context.ts';
import { hasUsers, personOf, type StoredUser, userById } from './user-rows.ts';

export type Present = { readonly kind: 'nobody' } | { readonly kind: 'signed_in' | 'locked'; readonly userId: string };

export const nobody: Present = { kind: 'nobody' };

export interface Presence {
  present(): Present;
  /** Counts sessions: a check that took a while must not speak for the next person. */
  turn(): number;
  /** Another session begins, or the one before ends. */
  begin(next: Present): void;
  access(): Access;
  /** People are never deleted, so this turns true once. A database that never told whether there are any counts as theirs. */
  staffed(): boolean;
  /** The first administrator was added. */
  hasPeople(): void;
  /** Null where the database cannot be read, too: nobody is let in then. */
  find(userId: string): StoredUser | null;
  /** Somebody works, or moved. */
  touched(): void;
  gavePassword(userId: string): void;
  /** Signed out: back only with the password. */
  left(userId: string): void;
  /** Whether the password was given in this shift. */
  isInShift(userId: string): boolean;
  /** Those who can come back with PIN or badge; who gave the password last comes first. */
  inShift(): readonly StoredUser[];
  /** Whether this session signed with the password already. */
  hasSigned(): boolean;
  signedWithPassword(): void;
}

export interface PresenceOptions {
  readonly context: () => StationContext;
  readonly idleMinutes: () => number | null;
  /** Something that happened at the entrance is not stored yet. */
  readonly isOwing: () => boolean;
}

export function openPresence({ context, idleMinutes, isOwing }: PresenceOptions): Presence {
  let present = nobody;
  let turn = 0;
  let hasSigned = false;
  let lastActive: Moment | null = null;
  /** When each person last gave the password; the last one last. */
  const passwordGiven = new Map<string, Moment>();
  /** Null while it is not known. */
  let isStaffed: boolean | null = null;

  const now = (): Moment => {
    const { clock } = context();
    return { time: clock.now(), monoMs: Math.trunc(clock.monotonicMs()), bootId: clock.bootId };
  };

  function find(userId: string): StoredUser | null {
    const { db } = context();
    const found = db.read(() => userById(db, userId));
    return found.ok ? found.value : null;
  }

  function staffed(): boolean {
    if (isStaffed === true) return true;
    const { db } = context();
    const found = db.read(() => hasUsers(db));
    if (found.ok) isStaffed = found.value;
    return isStaffed ?? true;
  }

  const isInShift = (userId: string): boolean => {
    const given = passwordGiven.get(userId);
    return given !== undefined && elapsedMs(given, now(), 0) < shiftMs;
  };

  return {
    present: () => present,
    turn: () => turn,
    begin(next) {
      present = next;
      turn += 1;
      hasSigned = false;
      if (next.kind === 'signed_in') lastActive = now();
    },
    access() {
      if (!staffed()) return { kind: 'open' };
      if (present.kind === 'nobody') return { kind: 'signed_out' };
      const user = find(present.userId);
      if (user === null || user.disabled) return { kind: 'signed_out' };
      const person = personOf(user);
      if (present.kind === 'locked' || (lastActive !== null && isIdle(lastActive, now(), idleMinutes())))
        return { kind: 'locked', person };
      return { kind: 'signed_in', person, passwordExpired: user.passwordExpired, lookingOnly: isOwing() };
    },
    staffed,
    hasPeople() {
      isStaffed = true;
    },
    find,
    touched() {
      if (lastActive !== null) lastActive = now();
    },
    gavePassword(userId) {
      passwordGiven.delete(userId);
      passwordGiven.set(userId, now());
    },
    left: (userId) => void passwordGiven.delete(userId),
    isInShift,
    inShift: () =>
      [...passwordGiven.keys()]
        .filter(isInShift)
        .flatMap((id) => find(id) ?? [])
        .filter((user) => !user.disabled && (user.pinHash !== null || user.hasBadge))
        .toReversed(),
    hasSigned: () => hasSigned,
    signedWithPassword() {
      hasSigned = true;
    },
  };
}
