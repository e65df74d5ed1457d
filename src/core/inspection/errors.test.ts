import { expect, it } from 'vitest';
import { inspectionErrorCodes } from './errors.ts';

it('has these error codes', () => {
  expect(inspectionErrorCodes).toMatchInlineSnapshot(`
    [
      "INSPECTION_ID_REUSED",
      "INSPECTION_NOT_FOUND",
      "BOARD_NAME_INVALID",
      "BOARD_IS_GOLDEN",
      "PICTURE_IS_DRAWN",
      "GOLDEN_DAMAGED",
      "REGISTRATION_POOR",
    ]
  `);
});
