import { expect, it } from 'vitest';
import { keyErrorCodes } from './errors.ts';

it('has these error codes', () => {
  expect(keyErrorCodes).toMatchInlineSnapshot(`
    [
      "KEY_MISSING",
      "KEY_SEALED_ELSEWHERE",
      "KEY_NOT_UNSEALED",
      "KEY_UNREADABLE",
      "KEY_DAMAGED",
      "KEY_NOT_STORED",
      "KEY_MARK_DAMAGED",
      "KEY_MARK_NOT_STORED",
    ]
  `);
});
