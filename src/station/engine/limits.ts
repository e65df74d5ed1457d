/** What one engine process may use before the station ends it. */
export interface EngineLimits {
  /** Boards that the engine works on at once, so that decoding one overlaps with inferring another. */
  readonly boardsInFlight: number;
  /** Resident memory of the engine process in bytes. */
  readonly memoryBytes: number;
  /** How often memory is looked at, in milliseconds. */
  readonly memoryPollMs: number;
  /** Time for one board, in milliseconds, plus `boardMsPerMegapixel` for every megapixel of it and of the boards beside it. */
  readonly boardMs: number;
  readonly boardMsPerMegapixel: number;
  /** From spawning to the engine's first word, in milliseconds. */
  readonly startMs: number;
  /** For loading a model, in milliseconds; TensorRT compiles for minutes. */
  readonly loadMs: number;
  /** How often a board is tried again, alone, when the engine died with it. */
  readonly retries: number;
  /** Starts in a row that may fail before the engine is given up. */
  readonly maxFailedStarts: number;
  /** Wait before the second start in a row, in milliseconds; doubles with each further one. */
  readonly backoffMs: number;
  /** Threads that one run of the model may use. */
  readonly threads: number;
}

const gibibyte = 1024 ** 3;

/** For a station of any size; `threads` is all cores up to 8, above which a 640² network gains nothing. */
export const defaultEngineLimits = (cores: number): EngineLimits => ({
  boardsInFlight: 6,
  memoryBytes: 3 * gibibyte,
  memoryPollMs: 100,
  // A board on a machine that is busy with other work must not be taken for one that hangs the engine.
  boardMs: 60_000,
  boardMsPerMegapixel: 3_000,
  startMs: 30_000,
  loadMs: 300_000,
  retries: 1,
  maxFailedStarts: 5,
  backoffMs: 200,
  threads: Math.max(1, Math.min(8, cores)),
});
