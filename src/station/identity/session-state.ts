import { type Access, decide, type Person } from '../../core/identity/access.ts';
import { graceUntil } from '../../core/identity/central-sign-in.ts';
import { type Operation, operations } from '../../core/identity/permissions.ts';
import type { Presence } from './presence.ts';

/** What the window shows. */
export interface SessionState {
  readonly state: 'open' | 'signed_out' | 'locked' | 'signed_in';
  readonly person: Person | null;
  readonly passwordExpired: boolean;
  /** Nothing can be stored, not even who came in: looking is all that works. */
  readonly lookingOnly: boolean;
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
  /** Signed in without the centre, which could not be asked: until when that works. UTC; null for everybody else. */
  readonly graceUntil: string | null;
}

export function graceOf(
  is: Access,
  withoutCentre: ReadonlySet<string>,
  presence: Presence,
  graceDays: number,
): string | null {
  if (is.kind !== 'signed_in' || !withoutCentre.has(is.person.id)) return null;
  const last = presence.find(is.person.id)?.lastCentral ?? null;
  return last === null ? null : graceUntil(last, graceDays);
}

export function sessionState(
  presence: Presence,
  is: Access,
  idleMinutes: number | null,
  grace: string | null,
): SessionState {
  const person = is.kind === 'signed_in' || is.kind === 'locked' ? is.person : null;
  return {
    state: is.kind === 'line' ? 'signed_out' : is.kind,
    person,
    lookingOnly: is.kind === 'signed_in' && is.lookingOnly,
    passwordExpired: is.kind === 'signed_in' && is.passwordExpired,
    signing: is.kind === 'open' ? 'none' : presence.hasSigned() ? 'any' : 'password',
    may: operations.filter((operation) => decide(is, operation).ok),
    present: presence
      .inShift()
      .map(({ id, printedName, pinHash, hasBadge }) => ({ id, printedName, pin: pinHash !== null, badge: hasBadge })),
    idleMinutes,
    graceUntil: grace,
  };
}
