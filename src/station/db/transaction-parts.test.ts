import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../core/kernel/result.ts';
import { openTestStation } from '../testing/station-fixture.ts';
import type { Database } from './database.ts';
import { dbError } from './errors.ts';
import { statement } from './statement.ts';

const lot = (db: Database, number: string) =>
  db.run(
    statement('INSERT INTO lots (id, part_id, number, created_at) VALUES (?, NULL, ?, ?)', [
      crypto.randomUUID(),
      number,
      '2026-11-21T08:00:00.000Z',
    ]),
  );
const lots = (db: Database) => db.scalar('SELECT group_concat(substr(number, 1, 5)) FROM lots');

/** A disk with room for a few more pages. */
function nearlyFull(): Database {
  const { db } = openTestStation();
  db.scalar(`PRAGMA max_page_count = ${Number(db.scalar('PRAGMA page_count')) + 3}`);
  return db;
}
const tooMuch = 'large'.repeat(10_000);

describe('parts of a transaction', () => {
  it('go with it, and what follows the commit is done after it, in order', () => {
    const { db } = openTestStation();
    const done: string[] = [];
    const written = db.write(() => {
      lot(db, 'change');
      db.alongside(() => lot(db, 'extra'));
      db.afterCommit(() => done.push(`first, with ${lots(db)}`));
      db.afterCommit(() => done.push('second'));
      expect(done).toEqual([]);
      return ok('written');
    });
    expect(written).toEqual(ok('written'));
    expect(done).toEqual(['first, with chang,extra', 'second']);
  });

  it('are left out where the disk has no room for them: the change itself is kept', () => {
    const db = nearlyFull();
    const done: string[] = [];
    const written = db.write(() => {
      lot(db, 'change');
      db.alongside(() => {
        lot(db, tooMuch);
        db.afterCommit(() => done.push('of the part'));
      });
      db.afterCommit(() => done.push('of the change'));
      return ok('written');
    });
    expect(written).toEqual(ok('written'));
    expect([lots(db), done]).toEqual(['chang', ['of the change']]);
  });

  it('do not help a change that is too large by itself: nothing of it is kept, and nothing follows', () => {
    const db = nearlyFull();
    const done: string[] = [];
    const written = db.write(() => {
      lot(db, tooMuch);
      db.alongside(() => lot(db, 'extra'));
      db.afterCommit(() => done.push('never'));
      return ok('written');
    });
    expect(written).toMatchObject({ ok: false, error: { code: 'DB_FULL' } });
    expect([lots(db), done]).toEqual([null, []]);
  });

  it('are forgotten with a change that is refused; outside of one there is nothing to wait for', () => {
    const { db } = openTestStation();
    const done: string[] = [];
    db.write(() => {
      db.alongside(() => lot(db, 'extra'));
      db.afterCommit(() => done.push('never'));
      return fail(dbError('DB_LOCKED'));
    });
    expect([lots(db), done]).toEqual([null, []]);
    db.afterCommit(() => done.push('at once'));
    expect(done).toEqual(['at once']);
  });
});
