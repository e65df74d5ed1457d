import type { ApiProblem } from './problems.ts';

/** Outcome of an operation that may fail for a reason its caller must handle. Throws are bugs or lost connections. */
export type Result<T, E = ApiProblem> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const fail = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** Marks the unreachable end of a closed union, so that a new member fails to compile where it is not handled. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled member of a closed union: ${JSON.stringify(value)}`);
}
