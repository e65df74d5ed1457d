/** Wrong tries in a row, by name, whether or not anybody has it: who asks learns no names. */
import { createHmac } from 'node:crypto';
import { type IdentityError, identityError } from '../../core/identity/errors.ts';
import { elapsedMs, lockedForMs, type Moment } from '../../core/identity/lockout.ts';
import { nameKey } from '../../core/identity/names.ts';
import type { Clock } from '../../core/kernel/clock.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { readSecrets } from './identity-secrets.ts';

export interface SignInFailures {
  /** Milliseconds until this name may be tried again; 0: now. */
  lockedForMs(name: string): number;
  /**
   * Counts a try as a failure before it is judged, durably, so that neither tries at once nor a killed program are
   * free. Gives how many failures in a row it would be. Errors: IDENTITY_TOO_MANY_FAILURES, DB_*.
   */
  begin(name: string): Result<number, DbError | IdentityError>;
  /** The try was right, or an administrator unlocked the name. Inside a write transaction. */
  clear(name: string): void;
  /** Wrong tries that could not be counted when they happened. Inside a write transaction. */
  add(name: string, failures: number): void;
  /** The try was no wrong one, and says nothing about those before it. Inside a write transaction. */
  takeBack(name: string): void;
}

/** Names that nobody has are forgotten beyond so many. */
const mostNames = 2000;

/** Wrong badges count together: a badge names nobody until it is known. No name can be this. */
export const badges = '\u0000badge';

export function signInFailures(db: Database, clock: Clock): SignInFailures {
  /** When this program first saw a failure of another boot, by its own counter. */
  const firstSeen = new Map<string, number>();
  const keyOf = (name: string): Uint8Array =>
    createHmac('sha256', readSecrets(db)?.nameKey ?? new Uint8Array(32))
      .update(nameKey(name))
      .digest();
  const rowOf = (key: Uint8Array) =>
    db.get(db.query.selectFrom('sign_in_failures').selectAll().where('name_hash', '=', key));
  const now = (): Moment => ({
    time: clock.now(),
    monoMs: Math.trunc(clock.monotonicMs()),
    bootId: clock.bootId,
  });

  function waitMs(key: Uint8Array): number {
    const row = rowOf(key);
    if (row === undefined) return 0;
    const then = { time: row.time, monoMs: row.mono_ms, bootId: row.boot_id };
    const present = now();
    const id = `${Buffer.from(key).toString('hex')} ${row.time}`;
    if (!firstSeen.has(id)) firstSeen.set(id, present.monoMs);
    const seenForMs = present.monoMs - (firstSeen.get(id) ?? present.monoMs);
    return lockedForMs(row.failures, elapsedMs(then, present, seenForMs));
  }

  /** Gives how many it has then. */
  function count(key: Uint8Array, more: number): number {
    const failures = (rowOf(key)?.failures ?? 0) + more;
    const { time, monoMs, bootId } = now();
    const values = { failures, time, mono_ms: monoMs, boot_id: bootId };
    db.run(
      db.query
        .insertInto('sign_in_failures')
        .values({ name_hash: key, ...values })
        .onConflict((conflict) => conflict.column('name_hash').doUpdateSet(values)),
    );
    forgetOldest(db);
    return failures;
  }

  return {
    lockedForMs: (name) => waitMs(keyOf(name)),
    begin(name) {
      return db.write<number, IdentityError>(() => {
        const key = keyOf(name);
        const wait = waitMs(key);
        if (wait > 0) return fail(tooManyFailures(wait));
        return ok(count(key, 1));
      });
    },
    add: (name, failures) => void count(keyOf(name), failures),
    clear(name) {
      db.run(db.query.deleteFrom('sign_in_failures').where('name_hash', '=', keyOf(name)));
    },
    takeBack(name) {
      const key = keyOf(name);
      const row = rowOf(key);
      if (row === undefined) return;
      if (row.failures > 1)
        db.run(
          db.query
            .updateTable('sign_in_failures')
            .set({ failures: row.failures - 1 })
            .where('name_hash', '=', key),
        );
      else db.run(db.query.deleteFrom('sign_in_failures').where('name_hash', '=', key));
    },
  };
}

export const tooManyFailures = (waitMs: number): IdentityError =>
  identityError('IDENTITY_TOO_MANY_FAILURES', { seconds: Math.ceil(waitMs / 1000) });

function forgetOldest(db: Database): void {
  const oldest = db.query.selectFrom('sign_in_failures').select('name_hash').orderBy('time', 'desc').offset(mostNames);
  db.run(db.query.deleteFrom('sign_in_failures').where('name_hash', 'in', oldest.limit(mostNames)));
}
