import type { AppError } from '../../core/kernel/result.ts';

export const cudaErrorCodes = [
  'CUDA_CHECKSUM_UNKNOWN', // neither the release nor the caller says what the package must hash to
  'CUDA_CHECKSUM_MISMATCH',
  'CUDA_SOURCE_UNREADABLE', // the download or the folder failed
  'CUDA_PACKAGE_DAMAGED', // no zip file, or one without the libraries
  'CUDA_INSTALL_FAILED', // disk full, no permission
] as const;
export type CudaErrorCode = (typeof cudaErrorCodes)[number];

const meanings: Readonly<Record<CudaErrorCode, string>> = {
  CUDA_CHECKSUM_UNKNOWN:
    "This release does not say which SHA-256 the package must have. Give it with --sha256, from the publisher's page.",
  CUDA_CHECKSUM_MISMATCH: 'The package is not the one that was expected. Nothing was installed.',
  CUDA_SOURCE_UNREADABLE: 'The package could not be read to its end. Nothing was installed; try again.',
  CUDA_PACKAGE_DAMAGED: 'The package does not hold the CUDA libraries. Nothing was installed.',
  CUDA_INSTALL_FAILED: 'The libraries could not be written. What was there before was kept.',
};

export const cudaError = (code: CudaErrorCode, details: NonNullable<AppError['details']> = {}): AppError => ({
  code,
  message: meanings[code],
  details,
});
