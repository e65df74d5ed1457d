/**
 * Encrypts secrets so that only this user of this computer reads them, by the operating system's key store. Handed in by
 * the host: the window has one, the command line has none. `seal` and `unseal` throw where the store refuses.
 */
export interface Sealer {
  /** `none`: nothing is encrypted, and whoever reads the file has the secret. */
  readonly kind: 'os' | 'none';
  seal(secret: Uint8Array): Uint8Array;
  unseal(sealed: Uint8Array): Uint8Array;
}

export const noSealer: Sealer = { kind: 'none', seal: (secret) => secret, unseal: (sealed) => sealed };
