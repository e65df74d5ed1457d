import { type CodedError, codedErrors } from '../../core/kernel/coded-errors.ts';

const errors = codedErrors({
  /** Over 65,535 bytes: the change it describes is refused with it. */
  AUDIT_ENTRY_TOO_LARGE:
    'A name or a reason is too long for the audit log (64 KiB an entry). Nothing of this change was kept; shorten it.',
  /** Before it had seen the whole log: nothing is said about it. */
  AUDIT_VERIFICATION_STOPPED: 'The verification was stopped before its end. The log is as it was; verify it again.',
  /** By the person: nothing of it is left. */
  AUDIT_EXPORT_STOPPED: 'The export was stopped before its end. Nothing of it was kept; export the log again.',
  AUDIT_EXPORT_RUNNING: 'The log is being exported already. Nothing was begun; wait for its end, or stop it.',
  /** Another program began a new key at the same moment. */
  AUDIT_EPOCH_ENDED: 'Another program has just begun a new key for the audit log. Nothing was done twice.',
  AUDIT_NO_ENTRY: 'The log has no entry of that number.',
  /** No checkpoint covers it, and this program cannot sign one. */
  AUDIT_NOT_SIGNED:
    'This part of the log is not signed yet, and the key cannot be used here. Nothing was written; let the window sign it.',
  /** What is stored beside an entry does not fit it. */
  AUDIT_DAMAGED: 'The log is damaged here. Nothing was written; verify the log to see where and what.',
});
export const auditErrorCodes = errors.codes;
export type AuditError = CodedError<(typeof auditErrorCodes)[number]>;
export const auditError = errors.make;
