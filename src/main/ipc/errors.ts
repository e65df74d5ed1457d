/** Failures of the way between window and shell, which every call may answer. */
import { codedErrors } from '../../core/kernel/coded-errors.ts';

const errors = codedErrors({
  /** Somebody else than the window's own page asked. */
  IPC_SENDER: 'Only the program’s own window may ask this. Nothing was done.',
  /** The question does not parse; it had no effect. */
  IPC_INPUT: 'The window asked in a way that the station does not understand. Nothing was done.',
  /** A bug: the handler threw or answered what the contract does not know. */
  IPC_UNEXPECTED: 'The station met an error of its own. It is in the log; what was saved before is kept.',
});
export const ipcErrorCodes = errors.codes;
export const ipcError = errors.make;
