/** Signing in against the central service, and for how long a station does without it. */
import type { Role } from './roles.ts';

/** A person as the centre knows one. */
export interface CentralPerson {
  /** Stable; a name that is given to somebody else comes with another id. */
  readonly id: string;
  readonly name: string;
  readonly printedName: string;
  /** Null: may not work at stations. */
  readonly role: Role | null;
  readonly disabled: boolean;
  /** Another one after every change of the password. */
  readonly passwordTag: string;
}

/** What the centre says about a name and a password. */
export type CentralAnswer =
  /** `person`: null where a service does not say who that is. */
  | { readonly kind: 'accepted'; readonly person: CentralPerson | null }
  | { readonly kind: 'refused' }
  /** Too many wrong tries for this name, at whatever station; the password was not looked at. */
  | { readonly kind: 'locked'; readonly seconds: number }
  /** No answer that says either: no network, a fault, too many requests. */
  | { readonly kind: 'unreachable'; readonly why: string };

/** Asks the centre. Never throws. Semantics: `refused` only where the centre itself said so. */
export interface CentralSignIn {
  ask(name: string, password: string): Promise<CentralAnswer>;
}

const dayMs = 86_400_000;

/**
 * Whether a password that the centre accepted at `lastAccepted` may be checked here alone. A clock that stands before it
 * was set back; the grace is over then, since nobody knows how long ago that was.
 */
export function isWithinGrace(lastAccepted: string | null, now: string, graceDays: number): boolean {
  if (lastAccepted === null) return false;
  const passed = Date.parse(now) - Date.parse(lastAccepted);
  return passed >= 0 && passed <= graceDays * dayMs;
}

/** Until when it may. UTC, ISO 8601. */
export const graceUntil = (lastAccepted: string, graceDays: number): string =>
  new Date(Date.parse(lastAccepted) + graceDays * dayMs).toISOString();
