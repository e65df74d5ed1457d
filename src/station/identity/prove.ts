/** What somebody typed or scanned to prove who they are, checked by what it is. */
import type { SignatureFactor } from '../../core/identity/signature.ts';
import { assertNever, ok, type Result } from '../../core/kernel/result.ts';
import {
  type AuthenticationDesk,
  checkBadgeOf,
  checkPasswordOf,
  checkPinOrBadge,
  type IdentityFailure,
} from './authenticate.ts';
import type { StoredUser } from './user-rows.ts';

export type ProvingFactor = Exclude<SignatureFactor, 'none'>;

export interface Proof {
  readonly factor: ProvingFactor;
  readonly secret: string;
}

export interface Proven {
  readonly user: StoredUser;
  /** What proved it: a badge that was scanned into the field for the PIN is a badge. */
  readonly factor: ProvingFactor;
}

/** A PIN is digits alone; what else comes into its field was scanned. */
const mayBePin = /^\d{1,12}$/;

/**
 * Who proved to be who. `claimed`: whose password or PIN it should be; null where nobody was named. Errors: those of
 * `checkPasswordOf`.
 */
export async function prove(
  desk: AuthenticationDesk,
  { factor, secret }: Proof,
  claimed: Pick<StoredUser, 'id' | 'name'> | null,
): Promise<Result<Proven, IdentityFailure>> {
  // A reader ends with a line.
  const scanned = secret.replace(/[\r\n]+$/, '');
  switch (factor) {
    case 'password': {
      const user = await checkPasswordOf(desk, claimed?.name ?? '', secret);
      return user.ok ? ok({ user: user.value, factor }) : user;
    }
    case 'pin':
      return mayBePin.test(scanned) ? checkPinOrBadge(desk, claimed?.id ?? '', scanned) : badge(desk, scanned);
    case 'badge':
      return badge(desk, scanned);
    default:
      return assertNever(factor);
  }
}

async function badge(desk: AuthenticationDesk, scanned: string): Promise<Result<Proven, IdentityFailure>> {
  const user = await checkBadgeOf(desk, scanned);
  return user.ok ? ok({ user: user.value, factor: 'badge' }) : user;
}
