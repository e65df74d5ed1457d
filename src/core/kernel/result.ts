/** Outcome of an operation that may fail for a reason its caller must handle. Throws are bugs; failures are values. */
export type Result<T, E = AppError> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/**
 * A failure that crosses a boundary.
 * `code` is `AREA_REASON` from that area's errors file; `message` says in one sentence what happened, what was kept
 * and what to do; `details` carries numbers and names for logs and tests.
 */
export interface AppError {
  readonly code: string;
  readonly message: string;
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });

export const fail = <E>(error: E): { readonly ok: false; readonly error: E } => ({ ok: false, error });

/** Marks the unreachable end of a closed union, so that a new member fails to compile where it is not handled. */
export function assertNever(value: never): never {
  throw new Error(`Unhandled member of a closed union: ${JSON.stringify(value)}`);
}
