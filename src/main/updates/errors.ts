/** Why an update was not taken. The program that runs stays as it is in every case. */
import type { AppError } from '../../core/kernel/result.ts';

export const updateErrorCodes = [
  'UPDATE_SIGNATURE', // the list of updates is not signed by a key that came with the program
  'UPDATE_CHECKSUM', // the downloaded file is not the one that the list names
  'UPDATE_UNREACHABLE', // no server, no network, no answer
  'UPDATE_REFUSED', // the server answers, but not with an update that can be taken
] as const;
type UpdateErrorCode = (typeof updateErrorCodes)[number];

const updateError = (code: UpdateErrorCode, cause: unknown): AppError => ({
  code,
  message: cause instanceof Error ? cause.message : String(cause),
});

const networkCodes =
  /^(ECONN|ENOTFOUND|ETIMEDOUT|EAI_|EHOSTUNREACH|ENETUNREACH|net::ERR_(INTERNET|NAME|CONNECTION|TIMED|ADDRESS|NETWORK))/;

/** The code for what the updater reported. */
export function updateErrorOf(cause: unknown): AppError {
  const { code = '', message = '' } = (cause ?? {}) as { code?: string; message?: string };
  if (code === 'UPDATE_SIGNATURE') return updateError('UPDATE_SIGNATURE', cause);
  if (code === 'ERR_CHECKSUM_MISMATCH' || code === 'ERR_UPDATER_NO_CHECKSUM')
    return updateError('UPDATE_CHECKSUM', cause);
  if (networkCodes.test(code) || networkCodes.test(message)) return updateError('UPDATE_UNREACHABLE', cause);
  return updateError('UPDATE_REFUSED', cause);
}
