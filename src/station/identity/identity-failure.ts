import type { IdentityError } from '../../core/identity/errors.ts';
import type { AuditError } from '../audit/errors.ts';
import type { DbError } from '../db/errors.ts';

/** What may go wrong with people: refused, or it cannot be stored. */
export type IdentityFailure = IdentityError | DbError | AuditError;
