import type { AppError } from '../core/kernel/result.ts';

export const cliErrorCodes = [
  'USAGE', // options or arguments that do not go together
  'INPUT_NO_IMAGES', // a folder, pattern or manifest that names no image
  'STATION_EMPTY', // a command that needs stored inspections, on a data directory without any
  'AUDIT_NO_ENTRY', // nothing in the log about that
  'OUTPUT_UNWRITABLE', // a folder for overlays or reports, or stdout
  'INTERNAL', // a bug of ours
] as const;
export type CliErrorCode = (typeof cliErrorCodes)[number];

export const cliError = (code: CliErrorCode, message: string): AppError => ({ code, message });
