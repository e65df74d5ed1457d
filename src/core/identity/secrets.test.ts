import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commonPasswords } from './common-passwords.ts';
import { checkBadge, checkPassword, checkPin } from './secrets.ts';

const codeOf = (result: { ok: boolean; error?: { code: string } }): string => result.error?.code ?? 'ok';

describe('a password', () => {
  it.each([
    ['eleven char', 'IDENTITY_PASSWORD_SHORT'],
    ['purple trolley under rain', 'ok'],
    ['ÄäÖöÜü ßẞ ŷŶ!?', 'ok'],
    ['😀😁😂🤣😃😄😅😆😉😊😋😎', 'IDENTITY_PASSWORD_COMMON'],
    ['x'.repeat(129), 'IDENTITY_PASSWORD_LONG'],
    ['aaaaaaaaaaaaaaaa', 'IDENTITY_PASSWORD_COMMON'],
    ['abcabcabcabcabc', 'IDENTITY_PASSWORD_COMMON'],
    ['abcdefghijklmnopq', 'IDENTITY_PASSWORD_COMMON'],
    ['Password-1234', 'IDENTITY_PASSWORD_COMMON'],
    ['password fiducial', 'IDENTITY_PASSWORD_COMMON'],
    ['Ada Lovelace 12', 'IDENTITY_PASSWORD_COMMON'],
    ['lovelace walks her bear', 'ok'],
  ])('%j: %s', (password, outcome) => {
    expect(codeOf(checkPassword(password, ['ada', 'Ada Lovelace']))).toBe(outcome);
  });

  it('of the list is refused however it is written', () => {
    for (const common of commonPasswords)
      for (const written of [common, common.toUpperCase(), `${common.slice(0, 6)} ${common.slice(6)}!`])
        expect(codeOf(checkPassword(written, []))).toBe('IDENTITY_PASSWORD_COMMON');
  });

  it('is the same however a keyboard composes it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12, maxLength: 40, unit: 'grapheme' }), (text) => {
        expect(checkPassword(text.normalize('NFD'), [])).toEqual(checkPassword(text.normalize('NFC'), []));
      }),
    );
  });
});

it.each([
  ['193751', 'ok'],
  ['000000', 'IDENTITY_PIN_INVALID'],
  ['123456', 'IDENTITY_PIN_INVALID'],
  ['987654', 'IDENTITY_PIN_INVALID'],
  ['19375', 'IDENTITY_PIN_INVALID'],
  ['19375a', 'IDENTITY_PIN_INVALID'],
  ['1937511937511', 'IDENTITY_PIN_INVALID'],
])('the PIN %s: %s', (pin, outcome) => expect(codeOf(checkPin(pin))).toBe(outcome));

it('a badge is what a reader types, with or without the end of the line', () => {
  expect(checkBadge('BADGE-00017\r\n')).toEqual({ ok: true, value: 'BADGE-00017' });
  for (const bad of ['', '12345', 'x'.repeat(129), 'bad\u0000badge', 'two\nlines'])
    expect(checkBadge(bad).ok).toBe(false);
});
