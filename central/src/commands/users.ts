/** What an administrator does to people from the command line. */
import { type Argon2Parameters, argon2 } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { isScope, scopes, stationRoles } from '@fiducial/protocol/api';
import type { Updateable } from 'kysely';
import type { Db, Schema } from '../database.ts';
import { recordActivity } from '../repositories/activity.ts';
import { badgeSalt, listPeople } from '../repositories/people.ts';
import { addUser, disableUser } from '../services/users.ts';
import { byAdministrator, type Status, told, type Work, wrongUsage } from './work.ts';

const shortestPassword = 8;
/** As stations ask it of a badge. */
const badgePattern = /^[\x20-\x7e]{6,128}$/;
const namePattern = /^[\p{L}\p{N}][\p{L}\p{N}\p{M} ._'’@-]{0,59}$/u;

export const users: Work = async ({ db }, [action, name, ...rest], say, input) => {
  if (action === 'list' && name === undefined) return list(db, say);
  if (name === undefined) return wrongUsage(say);
  switch (action) {
    case 'add': {
      if (!rest.every(isScope)) return wrongUsage(say);
      const password = await lineOf(input);
      if (password.length < shortestPassword) {
        say(`The password on standard input must have ${shortestPassword} characters or more.`);
        return 2;
      }
      const given = rest.length === 0 ? scopes.filter((scope) => scope !== 'admin') : rest;
      await addUser(db, { username: name, password, scopes: given });
      await recordActivity(db, { ...byAdministrator, action: 'user.added', objectType: 'user', objectId: name });
      say(`${name} may now: ${given.join(' ')}`);
      return 0;
    }
    case 'disable': {
      const known = await disableUser(db, name);
      await recordActivity(db, { ...byAdministrator, action: 'user.disabled', objectType: 'user', objectId: name });
      return told(known ? 1n : 0n, say, `${name} gets no more tokens; one in use ends within 30 minutes.`);
    }
    case 'enable':
      return change(db, name, 'user.enabled', { disabled_at: null }, say, 'may sign in again.');
    case 'role': {
      const [role = ''] = rest;
      if (role !== 'none' && !stationRoles.some((known) => known === role)) return wrongUsage(say);
      const may = role === 'none' ? 'may not work at stations.' : `is ${role} at stations.`;
      return change(db, name, 'user.role_changed', { station_role: role }, say, may);
    }
    case 'print': {
      const printed = rest.join(' ');
      if (!namePattern.test(printed)) return wrongUsage(say);
      return change(db, name, 'user.renamed', { printed_name: printed }, say, `signs as ${printed}.`);
    }
    case 'badge':
      return badge(db, name, await lineOf(input), say);
    default:
      return wrongUsage(say);
  }
};

const lineOf = async (input: NodeJS.ReadableStream): Promise<string> => (await text(input)).replace(/\r?\n$/, '');

async function list(db: Db, say: (line: string) => void): Promise<Status> {
  for (const { username, printed_name, role, disabled, badge_hash } of await listPeople(db)) {
    const marks = [disabled && 'disabled', badge_hash !== null && 'badge'].filter((mark) => mark !== false);
    say(`${username.padEnd(16)}  ${(role ?? '-').padEnd(8)}  ${printed_name}  ${marks.join(', ')}`.trimEnd());
  }
  return 0;
}

async function badge(db: Db, name: string, scanned: string, say: (line: string) => void): Promise<Status> {
  if (scanned === '') return change(db, name, 'user.badge_removed', { badge_hash: null }, say, 'has no badge.');
  if (!badgePattern.test(scanned)) {
    say('The badge on standard input must have 6 to 128 visible characters.');
    return 2;
  }
  const badge_hash = await badgeHash(scanned, await badgeSalt(db));
  const holder = await db
    .selectFrom('users')
    .select('username')
    .where('badge_hash', '=', badge_hash)
    .executeTakeFirst();
  if (holder !== undefined && holder.username !== name.normalize('NFC')) {
    say('Somebody has this badge already. Nothing was changed.');
    return 1;
  }
  return change(db, name, 'user.badge_set', { badge_hash }, say, 'comes back to a station with this badge.');
}

const derive = promisify(argon2) as (algorithm: 'argon2id', parameters: Argon2Parameters) => Promise<Buffer>;

/** As stations compute it of what their reader types. */
export const badgeHash = async (scanned: string, nonce: Uint8Array): Promise<string> =>
  (
    await derive('argon2id', { message: scanned, nonce, memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 })
  ).toString('base64');

async function change(
  db: Db,
  name: string,
  action: string,
  values: Updateable<Schema['users']>,
  say: (line: string) => void,
  done: string,
): Promise<Status> {
  const { numUpdatedRows } = await db
    .updateTable('users')
    .set(values)
    .where('username', '=', name.normalize('NFC'))
    .executeTakeFirst();
  await recordActivity(db, { ...byAdministrator, action, objectType: 'user', objectId: name });
  return told(numUpdatedRows, say, `${name} ${done}`);
}
