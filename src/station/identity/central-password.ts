/** A password that the central service judges. */
import { randomBytes } from 'node:crypto';
import { type CentralPerson, type CentralSignIn, isWithinGrace } from '../../core/identity/central-sign-in.ts';
import { identityError } from '../../core/identity/errors.ts';
import { nameKey } from '../../core/identity/names.ts';
import { assertNever, fail, ok, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import { receivePerson } from './central-people.ts';
import type { IdentityFailure } from './identity-failure.ts';
import { hashSecret, matchesSecret, nobodysHash } from './secret-hash.ts';
import { takesNothing } from './unrecorded.ts';
import { type StoredUser, updateUser } from './user-rows.ts';

/** The central service as the site configured it. */
export interface CentralDesk {
  readonly signIn: CentralSignIn;
  readonly graceDays: number;
}

/** Somebody whose password was right. */
export interface ProvenUser extends StoredUser {
  /** Who said so, of a person of the centre: the centre now, or what it accepted last, within the days of grace. */
  readonly checkedBy?: 'centre' | 'grace';
}

type Judged = Result<ProvenUser, IdentityFailure>;

const refused: Judged = fail(identityError('IDENTITY_REFUSED'));

/**
 * The centre's word where it can be had; else what it last accepted, for the days of grace. A no of the centre is final:
 * nothing that was kept here is asked then. `known`: null for a name that nobody has here, which costs the same.
 * Errors: IDENTITY_REFUSED, IDENTITY_CHECK_FAILED, IDENTITY_GRACE_OVER, IDENTITY_CENTRAL_*, IDENTITY_NAME_INVALID, DB_*, AUDIT_*.
 */
export async function checkWithCentre(
  context: StationContext,
  { signIn, graceDays }: CentralDesk,
  { name, known, password }: { readonly name: string; readonly known: StoredUser | null; readonly password: string },
): Promise<Judged> {
  const answer = await signIn.ask(known?.name ?? name.normalize('NFC').trim(), password);
  switch (answer.kind) {
    case 'accepted':
      return accepted(context, { name, known, person: answer.person, password });
    case 'refused': {
      // The centre withdrew what it accepted before: there is no grace for it any more.
      const withdrawn = await matchesSecret(known?.passwordHash ?? nobodysHash, password);
      if (!withdrawn.ok) return withdrawn;
      const forgotten = withdrawn.value && known !== null ? await forgetVerifier(context, known) : ok(undefined);
      return forgotten.ok ? refused : forgotten;
    }
    case 'locked':
      return fail(identityError('IDENTITY_CENTRAL_LOCKED', { seconds: answer.seconds }));
    case 'unreachable': {
      const matches = await matchesSecret(known?.passwordHash ?? nobodysHash, password);
      if (!matches.ok) return matches;
      if (!matches.value || known === null || known.disabled) return refused;
      return isWithinGrace(known.lastCentral, context.clock.now(), graceDays)
        ? ok({ ...known, checkedBy: 'grace' })
        : fail(identityError('IDENTITY_GRACE_OVER'));
    }
    default:
      return assertNever(answer);
  }
}

/** Asks the centre about nobody: a refusal takes as long as for a name that the centre is asked about. */
export async function askAboutNobody({ signIn }: CentralDesk): Promise<void> {
  const random = (): string => randomBytes(12).toString('base64url');
  await signIn.ask(`nobody-${random()}`, random());
}

async function accepted(
  context: StationContext,
  facts: {
    readonly name: string;
    readonly known: StoredUser | null;
    readonly person: CentralPerson | null;
    readonly password: string;
  },
): Promise<Judged> {
  const { db, clock } = context;
  const { known, person } = facts;
  // A service that does not say who people are knows no roles, either: those of the station hold, for whom it has.
  if (person === null && known === null) return fail(identityError('IDENTITY_CENTRAL_NO_ROLE'));
  if (person !== null && nameKey(person.name) !== nameKey(facts.name)) return refused;
  const hashed = await hashSecret(facts.password);
  if (!hashed.ok) return hashed;
  const password_hash = hashed.value;
  const kept = await db.patiently(() =>
    db.write<ProvenUser, IdentityFailure>(() => {
      const received = person === null ? ok(known) : receivePerson(context, person);
      if (!received.ok) return received;
      const user = received.value;
      if (user === null || (person !== null && person.role === null))
        return fail(identityError('IDENTITY_CENTRAL_NO_ROLE'));
      if (user.disabled) return refused;
      const last_central = clock.now();
      const central_password = person?.passwordTag ?? null;
      updateUser(db, user.id, { password_hash, last_central, central_password });
      return ok({
        ...user,
        passwordHash: password_hash,
        lastCentral: last_central,
        centralPassword: central_password,
        checkedBy: 'centre',
      });
    }),
  );
  // A disk that takes nothing keeps nobody out whom the centre let in; what it said is kept at the next sign-in.
  const letIn = known !== null && !known.disabled && person?.disabled !== true && person?.role !== null;
  return !kept.ok && takesNothing(kept.error) && letIn ? ok({ ...known, checkedBy: 'centre' }) : kept;
}

const forgetVerifier = ({ db }: StationContext, { id }: StoredUser): Promise<Result<void, IdentityFailure>> =>
  db.patiently(() =>
    db.write<void, never>(() =>
      ok(updateUser(db, id, { password_hash: null, last_central: null, central_password: null })),
    ),
  );
