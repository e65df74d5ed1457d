/** The code that is printed once, when the first administrator is set up: 100 random bits that people can read aloud. */

/** Crockford's base 32: no I, L, O or U. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const recoveryCodeBytes = 20;

/** `ABCDE-FGHJK-MNPQR-STVWX` of 20 random bytes, 5 bits each. */
export const recoveryCode = (random: Uint8Array): string =>
  (
    Array.from(random.subarray(0, recoveryCodeBytes), (byte) => alphabet[byte & 31])
      .join('')
      .match(/.{5}/g) ?? []
  ).join('-');

/** The code as it was printed, from what somebody typed. */
export const normalRecoveryCode = (typed: string): string => {
  const plain = typed
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
    .replaceAll(/[^0-9A-Z]/g, '');
  return (plain.match(/.{1,5}/g) ?? []).join('-');
};
