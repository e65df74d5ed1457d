import { type Access, decide, type Person } from '../../core/identity/access.ts';
import { type Operation, operations } from '../../core/identity/permissions.ts';
import type { Presence } from './presence.ts';

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

export function sessionState(presence: Presence, is: Access, idleMinutes: number | null): SessionState {
  const person = is.kind === 'signed_in' || is.kind === 'locked' ? is.person : null;
  return {
    state: is.kind === 'line' ? 'signed_out' : is.kind,
    person,
    passwordExpired: is.kind === 'signed_in' && is.passwordExpired,
    signing: is.kind === 'open' ? 'none' : presence.hasSigned() ? 'any' : 'password',
    may: operations.filter((operation) => decide(is, operation).ok),
    present: presence
      .inShift()
      .map(({ id, printedName, pinHash, hasBadge }) => ({ id, printedName, pin: pinHash !== null, badge: hasBadge })),
    idleMinutes,
  };
}
