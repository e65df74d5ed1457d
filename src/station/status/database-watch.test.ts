import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { dbError } from '../db/errors.ts';
import { openTestStation } from '../testing/station-fixture.ts';
import { watchDatabase } from './database-watch.ts';
import { watchProblems } from './problems.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a database that could not be written', () => {
  it('is a problem until a write goes through, and no longer', () => {
    const { db } = openTestStation();
    const other = new BetterSqlite3(db.file);
    const problems = watchProblems(() => undefined);
    const watch = watchDatabase(db, problems);
    other.exec('BEGIN IMMEDIATE');
    problems.noticed(dbError('DB_LOCKED'));
    vi.advanceTimersByTime(10_000);
    expect(problems.list()).toMatchObject([{ code: 'DB_LOCKED' }]);
    other.exec('ROLLBACK');
    other.close();
    vi.advanceTimersByTime(10_000);
    expect(problems.list()).toEqual([]);
    expect(db.scalar('PRAGMA busy_timeout')).toBe(10_000);
    watch.close();
  });

  it('that is damaged stays a problem', () => {
    const { db } = openTestStation();
    const problems = watchProblems(() => undefined);
    const watch = watchDatabase(db, problems);
    problems.noticed(dbError('DB_CORRUPT'));
    vi.advanceTimersByTime(60_000);
    expect(problems.list()).toMatchObject([{ code: 'DB_CORRUPT' }]);
    watch.close();
  });
});
