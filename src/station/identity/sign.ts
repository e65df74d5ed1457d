import { decide } from '../../core/identity/access.ts';
import { identityError } from '../../core/identity/errors.ts';
import { operationOfMeaning, type Signature, type SignatureMeaning } from '../../core/identity/signature.ts';
import type { Actor } from '../../core/kernel/actor.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import type { AuthenticationDesk, IdentityFailure } from './authenticate.ts';
import type { Presence } from './presence.ts';
import { type Proof, prove } from './prove.ts';

export interface SignaturePad {
  readonly presence: Presence;
  readonly desk: () => AuthenticationDesk;
  /** Whose name stands under signatures of a station without people. */
  readonly openActor: () => Actor;
}

/**
 * Checks what proves who signs. The first signature of a session needs the password; any one factor does after it.
 * Errors: those of `decide`, of `prove`, IDENTITY_SIGNATURE_REQUIRED, IDENTITY_SIGNATURE_PASSWORD, IDENTITY_OTHER_PERSON.
 */
export async function sign(
  { presence, desk, openActor }: SignaturePad,
  meaning: SignatureMeaning,
  proof: Proof | null,
): Promise<Result<Signature, IdentityFailure>> {
  const is = presence.access();
  const allowed = decide(is, operationOfMeaning(meaning));
  if (!allowed.ok) return allowed;
  if (is.kind === 'open') {
    const { id: personId, name: printedName } = openActor();
    return ok({ personId, printedName, meaning, factor: 'none' });
  }
  if (is.kind !== 'signed_in') return fail(identityError('IDENTITY_SIGN_IN_REQUIRED'));
  if (proof === null) return fail(identityError('IDENTITY_SIGNATURE_REQUIRED'));
  if (!presence.hasSigned() && proof.factor !== 'password') return fail(identityError('IDENTITY_SIGNATURE_PASSWORD'));
  const mine = presence.turn();
  const proven = await prove(desk(), proof, is.person);
  if (mine !== presence.turn()) return fail(identityError('IDENTITY_OTHER_PERSON'));
  if (!proven.ok) return proven;
  const { user, factor } = proven.value;
  if (user.id !== is.person.id) return fail(identityError('IDENTITY_OTHER_PERSON'));
  if (factor === 'password') presence.signedWithPassword();
  return ok({ personId: user.id, printedName: user.printedName, meaning, factor });
}
