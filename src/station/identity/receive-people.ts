/** The centre's list of people, taken over whole or not at all. */
import type { StationUser } from '@fiducial/protocol/api';
import { fromBase64 } from '@fiducial/protocol/audit';
import { credentialChanged } from '../../core/audit/entries.ts';
import { ok, type Result } from '../../core/kernel/result.ts';
import { appendEntry } from '../audit/append.ts';
import type { StationContext } from '../context.ts';
import { centralPerson } from './central-http.ts';
import { asCentre, endAccess, receivePerson } from './central-people.ts';
import type { IdentityFailure } from './identity-failure.ts';
import { storeCentralBadgeSalt } from './identity-secrets.ts';
import { listUsers, type StoredUser, updateUser, userById } from './user-rows.ts';

export interface CentralPeople {
  /** Base64 of 16 bytes. */
  readonly badgeSalt: string;
  readonly people: readonly StationUser[];
}

/** Somebody who was not taken over, and why. */
export interface RefusedPerson {
  readonly name: string;
  readonly code: string;
}

/** What is about one person of the list, and says nothing about the others. */
const ofOnePerson: ReadonlySet<string> = new Set(['IDENTITY_CENTRAL_NAME_TAKEN', 'IDENTITY_NAME_INVALID']);
const [saltBytes, hashBytes] = [16, 32];

/**
 * Inside a write transaction. Whom the list no longer names may not come in any more; the station's own people stay as they are, whatever it says.
 * Errors: AUDIT_*, DB_*.
 */
export function receivePeople(
  context: StationContext,
  { badgeSalt, people }: CentralPeople,
): Result<readonly RefusedPerson[], IdentityFailure> {
  const { db } = context;
  const refused: RefusedPerson[] = [];
  const badges = new Map<string, Uint8Array | null>();
  const salt = bytesOf(badgeSalt, saltBytes);
  const seen = new Set(people.map(({ id }) => id));
  for (const person of people) {
    const received = receivePerson(context, centralPerson(person));
    if (received.ok) {
      const badge = salt === null || person.badge_hash === null ? null : bytesOf(person.badge_hash, hashBytes);
      if (received.value !== null) badges.set(received.value.id, badge);
    } else if (ofOnePerson.has(received.error.code)) refused.push({ name: person.username, code: received.error.code });
    else return received;
  }
  for (const user of listUsers(db)) {
    if (user.centralId === null || seen.has(user.centralId) || user.disabledCentrally) continue;
    const ended = endAccess(context, user);
    if (!ended.ok) return ended;
  }
  if (salt !== null) storeCentralBadgeSalt(db, salt);
  const set = setBadges(context, badges);
  return set.ok ? ok(refused) : set;
}

/** Those that change go first and come then: two people may have exchanged theirs. */
function setBadges(
  context: StationContext,
  badges: ReadonlyMap<string, Uint8Array | null>,
): Result<void, IdentityFailure> {
  const { db } = context;
  const acting = asCentre(context);
  const changed = [...badges].filter(([id, badge]) => !isSame(userById(db, id), badge));
  for (const [id] of changed) updateUser(db, id, { central_badge: null });
  for (const [id, badge] of changed) {
    updateUser(db, id, { central_badge: badge });
    const entry = appendEntry(acting, credentialChanged({ id, credential: 'badge', set: badge !== null }));
    if (!entry.ok) return entry;
  }
  return ok(undefined);
}

const isSame = (user: StoredUser | null, badge: Uint8Array | null): boolean =>
  Buffer.compare(user?.centralBadge ?? Buffer.alloc(0), badge ?? Buffer.alloc(0)) === 0;

function bytesOf(text: string, length: number): Uint8Array | null {
  const bytes = fromBase64(text);
  return bytes?.length === length ? bytes : null;
}
