import type { AppError } from '../../core/kernel/result.ts';

export const exportErrorCodes = [
  'EXPORT_EMPTY', // no completed inspection, or none that can be exported
  'EXPORT_NOT_EMPTY', // the folder has files in it
  'EXPORT_UNWRITABLE', // no space, no permission, a missing original
  'EXPORT_STOPPED', // by a person, before its end
] as const;
export type ExportErrorCode = (typeof exportErrorCodes)[number];

export const exportError = (code: ExportErrorCode, message: string): AppError => ({ code, message });
