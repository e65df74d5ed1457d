/** People whom the central service knows, as this station keeps them. Every change and its entry are one transaction. */
import { personAdded, personChanged } from '../../core/audit/entries.ts';
import type { CentralPerson } from '../../core/identity/central-sign-in.ts';
import { identityError } from '../../core/identity/errors.ts';
import { cleanName } from '../../core/identity/names.ts';
import type { Actor } from '../../core/kernel/actor.ts';
import { type Id, newId } from '../../core/kernel/ids.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { appendEntry } from '../audit/append.ts';
import { actingNow, type StationContext } from '../context.ts';
import type { IdentityFailure } from './identity-failure.ts';
import { insertUser, type StoredUser, updateUser, userByCentralId, userById, userByName } from './user-rows.ts';

const centre: Actor = { id: 'central', name: 'central service', role: 'line' };

/** Who the log names for what the site's central service says. */
export const asCentre = (context: StationContext): StationContext => ({ ...actingNow(context), actor: centre });

/**
 * Takes over what the centre says of one person, inside a write transaction: adds them where they are new, may work here
 * and are not disabled; else changes what is another. A verifier that is not of their present password is forgotten.
 * Whoever may not work at stations is disabled by the centre. Nobody is taken over: neither an account of the station's
 * own of that name, nor one of somebody who had it at the centre before. Null: nobody to add.
 * Errors: IDENTITY_CENTRAL_NAME_TAKEN, IDENTITY_NAME_INVALID, AUDIT_*.
 */
export function receivePerson(
  context: StationContext,
  person: CentralPerson,
): Result<StoredUser | null, IdentityFailure> {
  const { db } = context;
  const acting = asCentre(context);
  const name = cleanName(person.name);
  if (!name.ok) return name;
  // Asked about under the name that is stored here: it must be the centre's to the letter.
  if (name.value !== person.name) return fail(identityError('IDENTITY_NAME_INVALID'));
  const known = userByCentralId(db, person.id) ?? userByName(db, name.value);
  if (known !== null && (!known.central || (known.centralId !== null && known.centralId !== person.id)))
    return fail(identityError('IDENTITY_CENTRAL_NAME_TAKEN', { name: name.value }));
  const ended = person.disabled || person.role === null;
  if (known === null) return ended ? ok(null) : add(acting, person, name.value);
  const printed = cleanName(person.printedName);
  const after: StoredUser = {
    ...known,
    printedName: printed.ok ? printed.value : known.printedName,
    role: person.role ?? known.role,
    disabled: known.disabledHere || ended,
  };
  updateUser(db, known.id, {
    printed_name: after.printedName,
    role: after.role,
    central_id: person.id,
    central_disabled: ended ? 1 : 0,
    ...(isOfAnotherPassword(known, person) ? { password_hash: null, last_central: null, central_password: null } : {}),
  });
  return logged(acting, known, after);
}

/** The centre knows this person no more. Inside a write transaction. Errors: AUDIT_*. */
export function endAccess(context: StationContext, known: StoredUser): Result<StoredUser | null, IdentityFailure> {
  const acting = asCentre(context);
  updateUser(context.db, known.id, { central_disabled: 1, password_hash: null, last_central: null });
  return logged(acting, known, { ...known, disabled: true });
}

/** A verifier that the centre's word of another password withdrew. One from before the centre said so counts until it does. */
const isOfAnotherPassword = ({ centralPassword }: StoredUser, { passwordTag }: CentralPerson): boolean =>
  centralPassword !== null && centralPassword !== passwordTag;

/** Entry where something changed that people see; the row as it is now. */
function logged(
  acting: StationContext,
  before: StoredUser,
  after: StoredUser,
): Result<StoredUser | null, IdentityFailure> {
  const isSame =
    before.role === after.role && before.printedName === after.printedName && before.disabled === after.disabled;
  const entry = isSame ? ok(undefined) : appendEntry(acting, personChanged(before, after));
  return entry.ok ? ok(userById(acting.db, before.id)) : entry;
}

function add(acting: StationContext, person: CentralPerson, name: string): Result<StoredUser | null, IdentityFailure> {
  const { db } = acting;
  const printed = cleanName(person.printedName);
  const user = {
    id: newId<Id<'person'>>(),
    name,
    printedName: printed.ok ? printed.value : name,
    role: person.role ?? 'operator',
    central: true,
    passwordExpired: false,
  } as const;
  const entry = appendEntry(acting, personAdded({ ...user, disabled: false }));
  if (!entry.ok) return entry;
  insertUser(db, { user, passwordHash: null, createdAt: entry.value.time, auditSeq: entry.value.seq });
  updateUser(db, user.id, { central_id: person.id });
  return ok(userById(db, user.id));
}
