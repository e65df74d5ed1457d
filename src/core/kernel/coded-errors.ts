import type { AppError } from './result.ts';

/** A failure of one area. */
export interface CodedError<Code extends string> extends AppError {
  readonly code: Code;
}

/**
 * The failures of an area, each by its code with what it means for people: what happened, what was kept, what to do.
 * `codes` is in the order given; a test of each area pins it.
 */
export function codedErrors<Code extends string>(
  meanings: Readonly<Record<Code, string>>,
): {
  readonly codes: readonly Code[];
  readonly make: (code: Code, details?: AppError['details']) => CodedError<Code>;
} {
  return {
    codes: Object.keys(meanings) as Code[],
    make: (code, details) => ({ code, message: meanings[code], ...(details && { details }) }),
  };
}
