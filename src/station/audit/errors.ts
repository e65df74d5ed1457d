import { type CodedError, codedErrors } from '../../core/kernel/coded-errors.ts';

const errors = codedErrors({
  /** Over 65,535 bytes: the change it describes is refused with it. */
  AUDIT_ENTRY_TOO_LARGE:
    'A name or a reason is too long for the audit log (64 KiB an entry). Nothing of this change was kept; shorten it.',
  /** Before it had seen the whole log: nothing is said about it. */
  AUDIT_VERIFICATION_STOPPED: 'The verification was stopped before its end. The log is as it was; verify it again.',
  /** Another program began a new key at the same moment. */
  AUDIT_EPOCH_ENDED: 'Another program has just begun a new key for the audit log. Nothing was done twice.',
});
export const auditErrorCodes = errors.codes;
export type AuditError = CodedError<(typeof auditErrorCodes)[number]>;
export const auditError = errors.make;
