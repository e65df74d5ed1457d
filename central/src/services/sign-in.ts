import type { Token } from '@fiducial/protocol/api';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Db, Tx } from '../database.ts';
import { refuse } from '../problems.ts';
import { personColumns, toPerson } from '../repositories/people.ts';
import { ok, type Result } from '../result.ts';
import { type AccessTokens, accessTokenLifetime } from './access-token.ts';
import { hashPassword, isPassword } from './passwords.ts';
import { newToken, tokenSha256 } from './secrets.ts';

const failuresBeforeLock = 5;
const lockMinutes = 15;
const refreshDays = 14;

/** People's sign-in by name and password, and the tokens that follow from it. */
export interface SignIn {
  withPassword(username: string, password: string): Promise<Result<Token>>;
  /** Each refresh token works once. Used again, every token that came from the same sign-in is void. */
  withRefreshToken(token: string): Promise<Result<Token>>;
}

interface User {
  readonly id: string;
  readonly username: string;
  readonly scopes: readonly string[];
}

export async function createSignIn(db: Db, accessTokens: AccessTokens): Promise<SignIn> {
  // Compared with where there is no such user, so that the answer takes as long.
  const nobody = await hashPassword(newToken('nobody'));

  const give = async (tx: Tx, user: User, family: string): Promise<Result<Token>> => {
    const refresh_token = newToken('fcr');
    await tx
      .insertInto('refresh_tokens')
      .values({
        token_sha256: tokenSha256(refresh_token),
        family,
        user_id: user.id,
        expires_at: sql<Date>`now() + make_interval(days => ${refreshDays})` as never,
        used_at: null,
      })
      .execute();
    const access_token = await accessTokens.make(user);
    const scope = user.scopes.join(' ');
    return ok({ access_token, refresh_token, token_type: 'bearer', expires_in: accessTokenLifetime, scope });
  };

  return {
    async withPassword(username, password) {
      const name = tokenSha256(username.normalize('NFC'));
      const locked = await lockedFor(db, name);
      if (locked !== null) return refuse('ACCESS_LOCKED', {}, locked);
      const user = await db
        .selectFrom('users')
        .select([...personColumns, 'password_hash'])
        .where('username', '=', username.normalize('NFC'))
        .where('disabled_at', 'is', null)
        .executeTakeFirst();
      const right = await isPassword(password, user?.password_hash ?? nobody);
      if (user === undefined || !right) {
        await recordFailure(db, name);
        return refuse('ACCESS_CREDENTIALS');
      }
      // Guesses that were under way while the name was locked must not get through.
      const lockedMeanwhile = await lockedFor(db, name);
      if (lockedMeanwhile !== null) return refuse('ACCESS_LOCKED', {}, lockedMeanwhile);
      return db.transaction().execute(async (tx) => {
        const now = await holdUser(tx, user.id);
        // The password may have been changed since it was compared.
        if (now?.password_hash !== user.password_hash) return refuse('ACCESS_CREDENTIALS');
        await tx.deleteFrom('login_failures').where('name_sha256', '=', name).execute();
        const given = await give(tx, user, uuidv7());
        return given.ok ? ok({ ...given.value, user: toPerson(user) }) : given;
      });
    },

    withRefreshToken: (token) =>
      db.transaction().execute(async (tx) => {
        const known = await tx
          .selectFrom('refresh_tokens')
          .select(['family', 'user_id'])
          .where('token_sha256', '=', tokenSha256(token))
          .executeTakeFirst();
        if (known === undefined) return refuse('ACCESS_TOKEN_INVALID');
        const user = await holdUser(tx, known.user_id);
        const used = await tx
          .updateTable('refresh_tokens')
          .set({ used_at: sql<Date>`now()` as never })
          .where('token_sha256', '=', tokenSha256(token))
          .where('used_at', 'is', null)
          .where('expires_at', '>', sql<Date>`now()`)
          .executeTakeFirst();
        if (used.numUpdatedRows === 0n) {
          // A used token that comes again was copied by somebody: nobody can tell who has the right one.
          await voidTokens(tx, 'family', known.family);
          return refuse('ACCESS_TOKEN_INVALID');
        }
        return user === undefined ? refuse('ACCESS_TOKEN_INVALID') : give(tx, user, known.family);
      }),
  };
}

/** Seconds that the name stays locked; null where it is not. */
async function lockedFor(db: Db, name: string): Promise<number | null> {
  const row = await db
    .selectFrom('login_failures')
    .select(sql<number>`ceil(extract(epoch FROM locked_until - now()))::integer`.as('seconds'))
    .where('name_sha256', '=', name)
    .where('locked_until', '>', sql<Date>`now()`)
    .executeTakeFirst();
  return row === undefined ? null : Math.max(1, row.seconds);
}

/** One statement, so that guesses sent at once are counted each. A lock that has passed starts the count again. */
async function recordFailure(db: Db, name: string): Promise<void> {
  await sql`
    INSERT INTO login_failures AS f (name_sha256, failures) VALUES (${name}, 1)
    ON CONFLICT (name_sha256) DO UPDATE SET
      failures = CASE WHEN f.locked_until < now() THEN 1 ELSE f.failures + 1 END,
      locked_until = CASE
        WHEN f.locked_until < now() THEN NULL
        WHEN f.failures + 1 >= ${failuresBeforeLock} THEN now() + make_interval(mins => ${lockMinutes})
        ELSE f.locked_until END,
      last_at = now()`.execute(db);
}

/**
 * Somebody who may sign in, as of now, and unchanged until the transaction ends: a token is given before a change of the
 * password, which makes it void, or not at all.
 */
const holdUser = (tx: Tx, id: string) =>
  tx
    .selectFrom('users')
    .select(['id', 'username', 'scopes', 'password_hash'])
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .forShare()
    .executeTakeFirst();

/** Ends every sign-in of a user. To be called in the transaction that changes the user, after the change. */
export const endSignIns = (tx: Tx, userId: string): Promise<void> => voidTokens(tx, 'user_id', userId);

async function voidTokens(tx: Tx, column: 'family' | 'user_id', value: string): Promise<void> {
  await tx
    .updateTable('refresh_tokens')
    .set({ used_at: sql<Date>`now()` as never })
    .where('used_at', 'is', null)
    .where(column, '=', value)
    .execute();
}
