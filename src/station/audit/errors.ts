import type { AppError } from '../../core/kernel/result.ts';

export const auditErrorCodes = [
  'AUDIT_ENTRY_TOO_LARGE', // over 65,535 bytes: the change it describes is refused with it
  'AUDIT_VERIFICATION_STOPPED', // before it had seen the whole log: nothing is said about it
] as const;
export type AuditErrorCode = (typeof auditErrorCodes)[number];

export interface AuditError extends AppError {
  readonly code: AuditErrorCode;
}

const meanings: Readonly<Record<AuditErrorCode, string>> = {
  AUDIT_ENTRY_TOO_LARGE:
    'A name or a reason is too long for the audit log (64 KiB an entry). Nothing of this change was kept; shorten it.',
  AUDIT_VERIFICATION_STOPPED: 'The verification was stopped before its end. The log is as it was; verify it again.',
};

export const auditError = (code: AuditErrorCode, details?: NonNullable<AppError['details']>): AuditError => ({
  code,
  message: meanings[code],
  ...(details && { details }),
});
