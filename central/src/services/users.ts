import type { Scope } from '@fiducial/protocol/api';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Db } from '../database.ts';
import { hashPassword } from './passwords.ts';
import { newToken, tokenSha256 } from './secrets.ts';
import { endSignIns } from './sign-in.ts';

export interface NewUser {
  readonly username: string;
  readonly password: string;
  readonly scopes: readonly Scope[];
}

/** Adds a user, or gives one of that name another password and other scopes: who is signed in with the one before is no longer. */
export async function addUser(db: Db, { username, password, scopes }: NewUser): Promise<void> {
  const password_hash = await hashPassword(password);
  await db.transaction().execute(async (tx) => {
    const { id } = await tx
      .insertInto('users')
      .values({
        id: uuidv7(),
        username: username.normalize('NFC'),
        password_hash,
        scopes: [...scopes],
        disabled_at: null,
      })
      .onConflict((conflict) =>
        conflict.column('username').doUpdateSet(({ ref }) => ({
          password_hash,
          scopes: [...scopes],
          disabled_at: null,
          password_number: sql<number>`${ref('users.password_number')} + 1`,
        })),
      )
      .returning('id')
      .executeTakeFirstOrThrow();
    await endSignIns(tx, id);
  });
}

/** Ends a user's access; what is in use ends with its access token. False where there is none of that name. */
export const disableUser = (db: Db, username: string): Promise<boolean> =>
  db.transaction().execute(async (tx) => {
    const user = await tx
      .updateTable('users')
      .set({ disabled_at: new Date() })
      .where('username', '=', username.normalize('NFC'))
      .returning('id')
      .executeTakeFirst();
    if (user !== undefined) await endSignIns(tx, user.id);
    return user !== undefined;
  });

/** What a station may do. */
const deviceScopes: readonly Scope[] = ['inspections:read', 'inspections:write', 'reports:read', 'audit:read'];

/** Makes a station's token. It is given once; what is kept is its hash. */
export async function addDevice(db: Db, station: string): Promise<string> {
  const token = newToken('fcd');
  await db
    .insertInto('devices')
    .values({
      id: uuidv7(),
      station,
      token_sha256: tokenSha256(token),
      scopes: [...deviceScopes],
      revoked_at: null,
    })
    .execute();
  return token;
}
