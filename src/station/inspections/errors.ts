import type { AppError } from '../../core/kernel/result.ts';

export const manifestErrorCodes = [
  'MANIFEST_UNREADABLE', // the file itself
  'MANIFEST_LINE', // one line of it; the others go on
] as const;
export type ManifestErrorCode = (typeof manifestErrorCodes)[number];

export const manifestError = (
  code: ManifestErrorCode,
  message: string,
  details?: NonNullable<AppError['details']>,
): AppError => (details ? { code, message, details } : { code, message });
