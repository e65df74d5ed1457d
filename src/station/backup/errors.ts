import { codedErrors } from '../../core/kernel/coded-errors.ts';

const errors = codedErrors({
  BACKUP_UNREADABLE: 'The backup cannot be read: it is not there, or no backup of a station. Nothing was changed.',
  /** Its own log or its tables do not verify. */
  BACKUP_DAMAGED: 'The backup is damaged: its log does not verify. Nothing was changed; use an older backup.',
  BACKUP_EXISTS: 'There is a file of that name already. Nothing was written; name another one.',
  BACKUP_UNWRITABLE: 'The backup could not be written. Nothing of it was kept; check the disk.',
  /** The window, or another command, has the database open. */
  BACKUP_IN_USE: 'Another program is using this station. Nothing was changed; close the window first, then try again.',
  /** No space, no permission. */
  BACKUP_NOT_RESTORED:
    'The backup could not be put in place. The database that was there before is where it was; check the disk.',
});
export const backupErrorCodes = errors.codes;
export const backupError = errors.make;
