/** Ways to prove who one is. */
export type ProofFactor = 'pin' | 'badge' | 'password';
