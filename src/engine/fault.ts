import type { EngineError, EngineErrorCode } from './protocol.ts';

type FaultDetails = NonNullable<EngineError['details']>;

/** A failure that the station is told about by its code. `message` is in plain words and names the file by what is wrong, not by a stack. */
export class EngineFault extends Error {
  override readonly name = 'EngineFault';
  readonly code: EngineErrorCode;
  readonly details: FaultDetails;

  constructor(code: EngineErrorCode, message: string, details: FaultDetails = {}, cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
    this.details = details;
  }

  /** As it goes into a `failed` reply. */
  toError(): EngineError {
    return { code: this.code, message: this.message, details: this.details };
  }
}

/**
 * Runs `work` on the golden image: its image faults come out as GOLDEN_UNREADABLE with the first code in `details.cause`,
 * so that nobody looks for the damage in the board.
 */
export async function asGoldenFault<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof EngineFault && error.code.startsWith('IMAGE_')) {
      const details = { ...error.details, cause: error.code };
      throw new EngineFault('GOLDEN_UNREADABLE', `The golden image cannot be used: ${error.message}`, details, error);
    }
    throw error;
  }
}
