/** Somebody with the database and SQLite makes themselves somebody else: the log's verification names it. */
import BetterSqlite3 from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { peopleDamage } from '../audit/records/people-damage.ts';
import { openTestSession, passwords } from '../testing/staffed-station.ts';
import { must } from '../testing/station-fixture.ts';
import { changeUser, recoverAccess, resetPassword, writePassword } from './manage-users.ts';
import { hashSecret } from './secret-hash.ts';
import { userByName } from './user-rows.ts';

/** People who were changed in every way that the station has. */
async function staffed() {
  const station = openTestSession({ idleMinutes: null });
  await station.setUp();
  const { context, session } = station;
  const lee = await station.add('lee', 'operator');
  const kim = await station.add('kim', 'engineer');
  must(changeUser(context, kim.id, { role: 'operator', printedName: 'Kim of line 2' }));
  must(changeUser(context, kim.id, { disabled: true }));
  must(await resetPassword(context, lee.id));
  must(await writePassword(context, userByName(context.db, 'lee')!, passwords.kim));
  must(await session.setPin(passwords.ada, '193751'));
  must(await session.setBadge(passwords.ada, 'BADGE-000017'));
  must(await session.setBadge(passwords.ada, null));
  must(await recoverAccess(context, kim, passwords.lee, 'file_system'));
  return station;
}

function tamper(file: string, sql: string, ...values: readonly string[]): void {
  const sqlite = new BetterSqlite3(file);
  sqlite.pragma('foreign_keys = OFF');
  const kept = `SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'users'`;
  for (const name of sqlite.prepare(kept).pluck().all()) sqlite.exec(`DROP TRIGGER "${String(name)}"`);
  sqlite.prepare(sql).run(...values);
  sqlite.close();
}

describe('people as they are stored', () => {
  it('are who the log says, however they were changed', async () => {
    expect(peopleDamage((await staffed()).context.db)).toBeNull();
  });

  it('who became somebody else behind the log’s back are named', async () => {
    const station = await staffed();
    const { db } = station.context;
    const known = must(await hashSecret('a password that the thief knows'));
    const tamperings: readonly (readonly [string, string, ...string[]])[] = [
      ['role', "UPDATE users SET role = 'admin' WHERE name = 'lee'"],
      ['printed_name', "UPDATE users SET printed_name = 'Ada Lovelace' WHERE name = 'lee'"],
      ['disabled', "UPDATE users SET disabled = 1 WHERE name = 'lee'"],
      ['central', "UPDATE users SET central = 1 WHERE name = 'lee'"],
      ['password', "UPDATE users SET password_hash = ? WHERE name = 'ada'", known],
      ['pin', "UPDATE users SET pin_hash = ? WHERE name = 'ada'", known],
      ['badge', "UPDATE users SET badge_hash = x'00112233' WHERE name = 'ada'"],
    ];
    for (const [what, sql, ...values] of tamperings) {
      const before = db.all(db.query.selectFrom('users').selectAll());
      tamper(station.file, sql, ...values);
      const found = peopleDamage(db);
      expect(found).toMatchObject({ damage: 'record_changed' });
      expect(found?.message).toContain(`the ${what} of `);
      // As it was, for the next.
      const sqlite = new BetterSqlite3(station.file);
      for (const row of before) {
        const columns = Object.keys(row).map((name) => `${name} = @${name}`);
        sqlite.prepare(`UPDATE users SET ${columns.join(', ')} WHERE id = @id`).run(row);
      }
      sqlite.close();
      expect(peopleDamage(db)).toBeNull();
    }
  });

  it('who were put in, or taken out, are named', async () => {
    const taken = await staffed();
    tamper(taken.file, "DELETE FROM users WHERE name = 'lee'");
    expect(peopleDamage(taken.context.db)).toMatchObject({ damage: 'record_missing' });
    const putIn = await staffed();
    tamper(
      putIn.file,
      `INSERT INTO users SELECT '0195b5a0-0000-7000-8000-000000000000', 'thief', 'thief', printed_name, 'admin', disabled, central, password_hash, password_expired,
        pin_hash, NULL, created_at, last_sign_in, last_central, audit_seq, NULL, 0, NULL, NULL FROM users WHERE name = 'ada'`,
    );
    expect(peopleDamage(putIn.context.db)).toMatchObject({ damage: 'record_changed' });
  });
});
