/** Failures of the way between window and shell, which every call may answer. */
import type { AppError } from '../../core/kernel/result.ts';

export const ipcErrorCodes = [
  'IPC_SENDER', // somebody else than the window's own page asked
  'IPC_INPUT', // the question does not parse; it had no effect
  'IPC_UNEXPECTED', // a bug: the handler threw or answered what the contract does not know
] as const;
export type IpcErrorCode = (typeof ipcErrorCodes)[number];

const meanings: Readonly<Record<IpcErrorCode, string>> = {
  IPC_SENDER: 'Only the program’s own window may ask this. Nothing was done.',
  IPC_INPUT: 'The window asked in a way that the station does not understand. Nothing was done.',
  IPC_UNEXPECTED: 'The station met an error of its own. It is in the log; what was saved before is kept.',
};

export const ipcError = (code: IpcErrorCode, details: NonNullable<AppError['details']> = {}): AppError => ({
  code,
  message: meanings[code],
  details,
});
