/** Signing in against the central service, and for how long a station does without it. */

/** What the centre says about a name and a password. */
export type CentralAnswer =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused' }
  /** No answer that says either: no network, a fault, too many requests. */
  | { readonly kind: 'unreachable'; readonly why: string };

/** Asks the centre. Never throws. Semantics: `refused` only where the centre itself said so. */
export interface CentralSignIn {
  ask(name: string, password: string): Promise<CentralAnswer>;
}

/**
 * Whether a password that the centre accepted at `lastAccepted` may be checked here alone. A clock that stands before it
 * was set back; the grace is over then, since nobody knows how long ago that was.
 */
export function isWithinGrace(lastAccepted: string | null, now: string, graceDays: number): boolean {
  if (lastAccepted === null) return false;
  const passed = Date.parse(now) - Date.parse(lastAccepted);
  return passed >= 0 && passed <= graceDays * 86_400_000;
}
