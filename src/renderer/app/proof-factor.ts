/** Ways to prove who one is. */
export type ProofFactor = 'pin' | 'badge' | 'password';

/**
 * What was given: a badge that was scanned into the field for a PIN is a badge, and no wrong PIN that counts against
 * somebody. A badge of 6 to 12 digits cannot be told from a PIN: whoever has one chooses the badge first.
 */
export const givenFactor = (asked: ProofFactor, secret: string, badgesAreKnown: boolean): ProofFactor =>
  asked === 'pin' && badgesAreKnown && !/^\d{1,12}$/.test(secret) ? 'badge' : asked;
