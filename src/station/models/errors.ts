import type { AppError } from '../../core/kernel/result.ts';

export const modelErrorCodes = [
  'MODEL_NOT_FOUND', // no model of that name and version in the search path
  'MODEL_MANIFEST', // model.json is missing, unreadable or not what the schema asks for
  'MODEL_FILE', // model.onnx is missing or unreadable
  'MODEL_HASH_MISMATCH', // model.onnx is not the file that model.json describes
  'MODEL_UNSIGNED',
  'MODEL_SIGNATURE', // signature wrong, of an unknown key, or the check could not run
  'MODEL_EXISTS', // that name and version is installed already
  'MODEL_BUNDLED', // came with the program and cannot be removed
  'MODEL_STORE', // the data directory's models folder could not be written
] as const;
export type ModelErrorCode = (typeof modelErrorCodes)[number];

export const modelError = (
  code: ModelErrorCode,
  message: string,
  details?: NonNullable<AppError['details']>,
): AppError => (details ? { code, message, details } : { code, message });
