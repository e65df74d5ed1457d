import { codedErrors } from '../../core/kernel/coded-errors.ts';

const errors = codedErrors({
  /** Neither the release nor the caller says what the package must hash to. */
  CUDA_CHECKSUM_UNKNOWN:
    "This release does not say which SHA-256 the package must have. Give it with --sha256, from the publisher's page.",
  CUDA_CHECKSUM_MISMATCH: 'The package is not the one that was expected. Nothing was installed.',
  /** The download or the folder failed. */
  CUDA_SOURCE_UNREADABLE: 'The package could not be read to its end. Nothing was installed; try again.',
  /** No zip file, or one without the libraries. */
  CUDA_PACKAGE_DAMAGED: 'The package does not hold the CUDA libraries. Nothing was installed.',
  /** Disk full, no permission. */
  CUDA_INSTALL_FAILED: 'The libraries could not be written. What was there before was kept.',
});
export const cudaErrorCodes = errors.codes;
export const cudaError = errors.make;
