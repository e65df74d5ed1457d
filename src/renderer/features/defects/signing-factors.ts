import type { ProofFactor } from '../../app/proof-factor.ts';
import type { Session } from '../../app/session-store.ts';

/**
 * What the person at the station can prove a signature with, the quickest first: the password at the first signature of
 * a session, one factor after it (21 CFR 11.200). None on a station without people.
 */
export function signingFactors(session: Session | null): readonly ProofFactor[] {
  if (session === null || session.signing === 'none' || session.person === null) return [];
  if (session.signing === 'password') return ['password'];
  const own = session.present.find(({ id }) => id === session.person?.id);
  return [...(own?.pin ? (['pin'] as const) : []), ...(own?.badge ? (['badge'] as const) : []), 'password'];
}
