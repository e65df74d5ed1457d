import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { StationContext } from '../context.ts';
import { wrapDatabase } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { contextOf, must, temporaryFolder } from './station-fixture.ts';

/** How a commit goes: `stored`: it is on disk and reports an error; `lost`: it reports an error and is not. */
export type CommitFault = 'none' | 'stored' | 'lost';

/** A station whose next commits go as told; one that is not told of goes well. */
export function stationWithBrokenCommits(): { context: StationContext; next(...faults: CommitFault[]): void } {
  const file = join(temporaryFolder(), 'station.db');
  must(openDatabase({ file })).close();
  const sqlite = new BetterSqlite3(file);
  onTestFinished(() => void sqlite.close());
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  const faults: CommitFault[] = [];
  const exec = sqlite.exec.bind(sqlite);
  sqlite.exec = (sql: string) => {
    const fault = sql === 'COMMIT' ? (faults.shift() ?? 'none') : 'none';
    if (fault !== 'lost') exec(sql);
    if (fault !== 'none') throw Object.assign(new Error('made by the test'), { code: 'SQLITE_IOERR_FSYNC' });
    return sqlite;
  };
  return { context: contextOf(wrapDatabase(sqlite)), next: (...told) => void faults.push(...told) };
}
