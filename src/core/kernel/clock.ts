/** Where times come from; tests and simulations pass their own. */
export interface Clock {
  /** Wall-clock time, UTC, ISO 8601 with milliseconds and `Z`. May jump. */
  now(): string;
  /** Milliseconds on a counter that never goes back within one boot of the process's machine. */
  monotonicMs(): number;
  /** Names the boot that `monotonicMs` counts from; two readings compare only within one boot. */
  readonly bootId: string;
}
