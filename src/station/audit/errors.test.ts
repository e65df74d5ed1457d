import { expect, it } from 'vitest';
import { auditErrorCodes } from './errors.ts';

it('has these error codes', () => {
  expect(auditErrorCodes).toMatchInlineSnapshot(`
    [
      "AUDIT_ENTRY_TOO_LARGE",
      "AUDIT_VERIFICATION_STOPPED",
      "AUDIT_EXPORT_STOPPED",
      "AUDIT_EXPORT_RUNNING",
      "AUDIT_EPOCH_ENDED",
      "AUDIT_NO_ENTRY",
      "AUDIT_NOT_SIGNED",
      "AUDIT_DAMAGED",
    ]
  `);
});
