/** Who stands before the station now, and what that lets them do. */
import { assertNever, fail, ok, type Result } from '../kernel/result.ts';
import { type IdentityError, identityError } from './errors.ts';
import { lookingOperations, type Operation, roleMay } from './permissions.ts';
import type { Role } from './roles.ts';

/** A person of this station. */
export interface Person {
  readonly id: string;
  /** Signs in with it. */
  readonly name: string;
  /** Stands in records and under signatures. */
  readonly printedName: string;
  readonly role: Role;
}

export type Access =
  /** No people yet: everything works, and the status says so. */
  | { readonly kind: 'open' }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'locked'; readonly person: Person }
  /**
   * `passwordExpired`: signed in with a one-time password, which must be changed before anything else.
   * `lookingOnly`: nothing can be stored, so that it is not in the log yet who came in.
   */
  | {
      readonly kind: 'signed_in';
      readonly person: Person;
      readonly passwordExpired: boolean;
      readonly lookingOnly: boolean;
    }
  /** An unattended program. */
  | { readonly kind: 'line' };

/**
 * Errors: IDENTITY_SIGN_IN_REQUIRED, IDENTITY_LOCKED, IDENTITY_PASSWORD_EXPIRED, IDENTITY_FORBIDDEN,
 * IDENTITY_NOT_RECORDED.
 */
export function decide(access: Access, operation: Operation): Result<void, IdentityError> {
  switch (access.kind) {
    case 'open':
      return ok(undefined);
    case 'signed_out':
      return fail(identityError('IDENTITY_SIGN_IN_REQUIRED', { operation }));
    case 'locked':
      return fail(identityError('IDENTITY_LOCKED', { operation }));
    case 'signed_in':
      if (access.passwordExpired) return fail(identityError('IDENTITY_PASSWORD_EXPIRED', { operation }));
      if (access.lookingOnly && !lookingOperations.has(operation) && roleMay(access.person.role, operation))
        return fail(identityError('IDENTITY_NOT_RECORDED', { operation }));
      return allowed(access.person.role, operation);
    case 'line':
      return allowed('line', operation);
    default:
      return assertNever(access);
  }
}

const allowed = (role: Role | 'line', operation: Operation): Result<void, IdentityError> =>
  roleMay(role, operation) ? ok(undefined) : fail(identityError('IDENTITY_FORBIDDEN', { operation, role }));
