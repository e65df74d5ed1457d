/**
 * The planted bug of the kill test's negative control, loaded with `--import` before the command line: most commits
 * only pretend, and a later one brings them to disk. Boards are then reported before they are stored.
 */
import BetterSqlite3 from 'better-sqlite3';

const pretendedPerCommit = 7;
const prototype = BetterSqlite3.prototype;
const { exec } = prototype;
let pretended = 0;

prototype.exec = function (this: BetterSqlite3.Database, sql: string) {
  if (sql === 'COMMIT' && pretended < pretendedPerCommit) {
    pretended += 1;
    return this;
  }
  if (sql === 'BEGIN IMMEDIATE' && pretended > 0) return this;
  if (sql === 'COMMIT') pretended = 0;
  return exec.call(this, sql);
};

// The product asks whether a transaction is open before it begins one; the pretence hides the one that is.
Object.defineProperty(prototype, 'inTransaction', { get: () => false });
