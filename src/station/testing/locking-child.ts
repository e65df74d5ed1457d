/**
 * Another program that holds a database: says `LOCKED` once it has the write lock, and lets it go when its standard input
 * ends, or when it is killed. Argument: the database file.
 */
import BetterSqlite3 from 'better-sqlite3';

const sqlite = new BetterSqlite3(process.argv[2] ?? '', { fileMustExist: true });
sqlite.exec('BEGIN IMMEDIATE');
process.stdout.write('LOCKED\n');
process.stdin.resume().on('end', () => {
  sqlite.exec('ROLLBACK');
  sqlite.close();
});
