import type { AppError } from '../../core/kernel/result.ts';
import type { EngineErrorCode } from '../../engine/protocol.ts';

/** Why an engine process ended before it was told to. */
export interface Death {
  readonly code: Extract<EngineErrorCode, 'ENGINE_TIMEOUT' | 'ENGINE_MEMORY' | 'ENGINE_CRASHED'>;
  readonly details: NonNullable<AppError['details']>;
}

const sentences: Record<Death['code'], string> = {
  ENGINE_TIMEOUT: 'The engine took longer than its limit and was ended.',
  ENGINE_MEMORY: 'The engine used more memory than its limit and was ended.',
  ENGINE_CRASHED: 'The engine ended unexpectedly.',
};

/** The error of a board that the engine died with, again when it was alone. */
export const boardFailure = ({ code, details }: Death, attempts: number): AppError => ({
  code,
  message: `${sentences[code]} This board was tried ${attempts} times, the last time alone; other boards go on.`,
  details: { ...details, attempts },
});

export const loadFailure = ({ code, details }: Death): AppError => ({
  code,
  message: `${sentences[code]} It was loading the model, which was not taken into use.`,
  details,
});

export const startFailure = ({ details }: Death, starts: number): AppError => ({
  code: 'ENGINE_START_FAILED' satisfies EngineErrorCode,
  message: `The engine ended ${starts} times before it was ready. Nothing was inspected; the log has its last words.`,
  details: { ...details, starts },
});

export const stopped: AppError = {
  code: 'ENGINE_STOPPED' satisfies EngineErrorCode,
  message: 'The engine was closed before this was done. Nothing of it was kept.',
};
