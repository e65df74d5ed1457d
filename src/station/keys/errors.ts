import { type CodedError, codedErrors } from '../../core/kernel/coded-errors.ts';

const errors = codedErrors({
  /** The newest epoch's key file is not there. */
  KEY_MISSING:
    'The key that signs the audit log is missing. Entries are kept and not signed; look for the "keys" folder in a backup, or begin a new key as lost.',
  /** Sealed by the operating system for the window; this program has no way to the store. Nothing is wrong. */
  KEY_SEALED_ELSEWHERE:
    'The key that signs the audit log is sealed for the window of this computer. Entries are kept; the window signs them at its next start.',
  /** The operating system's store refuses: another user, another computer, a reset key ring. */
  KEY_NOT_UNSEALED:
    'The operating system does not open the key that signs the audit log. Entries are kept and not signed; sign in as the usual user of this computer, or begin a new key as lost.',
  /** Rights, or a disk that fails: the file may be whole. */
  KEY_UNREADABLE:
    'The key file of the audit log cannot be read. Entries are kept and not signed; let this account read the folder "keys" of the data directory.',
  KEY_DAMAGED:
    'The key file of the audit log is damaged. It was left as it is; entries are kept and not signed. Restore the file from a backup, or begin a new key as lost.',
  /** Disk full, no permission, the key ring refused. */
  KEY_NOT_STORED: 'A new key for the audit log could not be stored. The key before it stays; check the disk.',
  /** The file beside the key that names the newest signed state. */
  KEY_MARK_DAMAGED:
    'The file that names the newest signed state of the audit log is damaged. It was put aside; a log that was set back before this cannot be noticed. Verify the log.',
  KEY_MARK_NOT_STORED:
    'The newest signed state of the audit log could not be noted beside its key. The log itself is stored; check the disk.',
});
export const keyErrorCodes = errors.codes;
export type KeyError = CodedError<(typeof keyErrorCodes)[number]>;
export const keyError = errors.make;
