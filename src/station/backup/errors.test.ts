import { expect, it } from 'vitest';
import { backupErrorCodes } from './errors.ts';

it('has these error codes', () => {
  expect(backupErrorCodes).toMatchInlineSnapshot(`
    [
      "BACKUP_UNREADABLE",
      "BACKUP_DAMAGED",
      "BACKUP_EXISTS",
      "BACKUP_UNWRITABLE",
      "BACKUP_IN_USE",
      "BACKUP_NOT_RESTORED",
    ]
  `);
});
