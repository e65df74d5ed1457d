/** Rules for what people choose: NIST SP 800-63B, length and known guesses, and nothing about kinds of characters. */
import { fail, ok, type Result } from '../kernel/result.ts';
import { commonPasswords } from './common-passwords.ts';
import { type IdentityError, identityError } from './errors.ts';
import { nameKey } from './names.ts';

const shortest = 12;
const longest = 128;

/** The same text however a keyboard composes it (800-63B 3.1.1.2 asks for NFKC or NFKD). */
export const normalPassword = (password: string): string => password.normalize('NFKC');

/** Errors: IDENTITY_PASSWORD_SHORT, IDENTITY_PASSWORD_LONG, IDENTITY_PASSWORD_COMMON. `names`: those of its person. */
export function checkPassword(password: string, names: readonly string[]): Result<string, IdentityError> {
  const normal = normalPassword(password);
  const characters = [...normal];
  if (characters.length < shortest) return fail(identityError('IDENTITY_PASSWORD_SHORT'));
  if (characters.length > longest) return fail(identityError('IDENTITY_PASSWORD_LONG'));
  const plain = normal.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
  const own = names
    .map((name) => nameKey(name).replaceAll(/[^\p{L}\p{N}]/gu, ''))
    .filter(({ length }) => length > 2)
    .toSorted((a, b) => b.length - a.length);
  // What is left of it without what everybody guesses must still be something.
  const rest = [...own, 'fiducial', 'password', 'passwort'].reduce((text, word) => text.replaceAll(word, ''), plain);
  const guessed = commonPasswords.has(plain) || isMonotonous(characters) || [...rest].length < 4;
  return guessed ? fail(identityError('IDENTITY_PASSWORD_COMMON')) : ok(normal);
}

/** Fewer than four different characters, or each one the next of the one before. */
function isMonotonous(characters: readonly string[]): boolean {
  return new Set(characters).size < 4 || isRun(characters);
}

function isRun(characters: readonly string[]): boolean {
  const codes = characters.map((character) => character.codePointAt(0) ?? 0);
  const steps = new Set(codes.slice(1).map((code, at) => code - (codes[at] ?? 0)));
  return steps.size === 1 && [-1, 0, 1].includes([...steps][0] ?? 2);
}

/** Errors: IDENTITY_PIN_INVALID. */
export const checkPin = (pin: string): Result<string, IdentityError> =>
  /^\d{6,12}$/.test(pin) && !isRun([...pin]) ? ok(pin) : fail(identityError('IDENTITY_PIN_INVALID'));

/** What a badge reader typed, without the line's end. Errors: IDENTITY_BADGE_INVALID. */
export function checkBadge(badge: string): Result<string, IdentityError> {
  const text = badge.replace(/[\r\n]+$/, '');
  return /^[\x20-\x7e]{6,128}$/.test(text) ? ok(text) : fail(identityError('IDENTITY_BADGE_INVALID'));
}
