import type { AppError } from '../kernel/result.ts';

export const inspectionErrorCodes = [
  'INSPECTION_ID_REUSED', // another result is already stored under this inspection's id
  'INSPECTION_NOT_FOUND',
  'REGISTRATION_POOR', // the golden does not explain the board, so there is no automatic verdict
] as const;
export type InspectionErrorCode = (typeof inspectionErrorCodes)[number];

export interface InspectionError extends AppError {
  readonly code: InspectionErrorCode;
}

const meanings: Readonly<Record<InspectionErrorCode, string>> = {
  INSPECTION_ID_REUSED: 'Another result is already stored under this id. The stored one was kept, this one was not.',
  INSPECTION_NOT_FOUND: 'There is no inspection with this id on this station.',
  REGISTRATION_POOR:
    'The board could not be laid over its golden image, so no verdict was given. A person must decide, or check that the golden is of this board.',
};

export const inspectionError = (code: InspectionErrorCode, details?: AppError['details']): InspectionError =>
  details === undefined ? { code, message: meanings[code] } : { code, message: meanings[code], details };
