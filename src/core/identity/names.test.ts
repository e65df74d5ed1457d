import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanName, nameKey } from './names.ts';
import { normalRecoveryCode, recoveryCode, recoveryCodeBytes } from './recovery-code.ts';

it.each(['lee', 'A. Lee', 'Zoë', 'o’neill', 'li@plant-2', '李雷'])('%s is a name', (name) => {
  expect(cleanName(` ${name} `)).toEqual({ ok: true, value: name });
});
it.each(['', ' ', '-lee', 'a\u0000b', '<b>', 'x'.repeat(61), '../x'])('%j is none', (name) => {
  expect(cleanName(name)).toMatchObject({ error: { code: 'IDENTITY_NAME_INVALID' } });
});
it('names that look alike are one name', () => {
  expect(nameKey('  ADA   Lovelace ')).toBe(nameKey('ada lovelace'));
  expect(nameKey('Ａｄａ')).toBe('ada');
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(nameKey(nameKey(name))).toBe(nameKey(name));
    }),
  );
});
it('a recovery code is found however it is typed', () => {
  const twenty = fc.uint8Array({ minLength: recoveryCodeBytes, maxLength: recoveryCodeBytes });
  fc.assert(
    fc.property(twenty, (random) => {
      const code = recoveryCode(random);
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}$/);
      const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
      expect(normalRecoveryCode(typed)).toBe(code);
      expect(normalRecoveryCode(code)).toBe(code);
    }),
  );
});
