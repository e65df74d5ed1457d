/** One thing that was looked at. `advice` says what to do where the state is not ok. */
export interface DoctorLine {
  readonly check: string;
  readonly state: 'ok' | 'warn' | 'fail';
  readonly message: string;
  readonly advice: string | null;
}

export const good = (check: string, message: string): DoctorLine => ({ check, state: 'ok', message, advice: null });
export const warning = (check: string, message: string, advice: string): DoctorLine => ({
  check,
  state: 'warn',
  message,
  advice,
});
export const failure = (check: string, message: string, advice: string): DoctorLine => ({
  check,
  state: 'fail',
  message,
  advice,
});
