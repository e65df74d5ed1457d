/** Checks of what is stored: database, log, people, clock. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { newestEpoch } from '../audit/checkpoint-rows.ts';
import { verifyStationLog } from '../audit/verify.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { listUsers } from '../identity/user-rows.ts';
import { openKeyStore } from '../keys/key-store.ts';
import { noSealer } from '../keys/sealer.ts';
import { type DoctorLine, failure, good, warning } from './doctor-check.ts';

/** Opens the database as every command does, which sets and proves WAL and synchronous=FULL, and looks at its content. */
export function checkStore(dataDir: string, now: string): DoctorLine[] {
  const file = join(dataDir, 'station.db');
  if (!existsSync(file))
    return [good('database', 'None yet; it is made at the first inspection.'), checkClock(null, now)];
  const opened = openDatabase({ file });
  if (!opened.ok) return [failure('database', `${opened.error.code}: ${opened.error.message}`, 'See the message.')];
  const db = opened.value;
  try {
    return [
      checkDatabase(db),
      checkLog(db),
      checkKey(db, dataDir),
      checkPeople(db),
      checkClock(lastEntryTime(db), now),
    ];
  } finally {
    db.close();
  }
}

function checkDatabase(db: Database): DoctorLine {
  const read = db.read(() => ({
    version: String(db.scalar('SELECT sqlite_version()')),
    journal: String(db.scalar('PRAGMA journal_mode')),
    synchronous: Number(db.scalar('PRAGMA synchronous')),
    damage: String(db.scalar('PRAGMA quick_check(1)')),
  }));
  const advice = 'Copy the data directory away and restore a backup.';
  if (!read.ok) return failure('database', `${read.error.code}: ${read.error.message}`, advice);
  const { version, journal, synchronous, damage } = read.value;
  if (damage !== 'ok') return failure('database', `Damaged: ${damage}`, advice);
  return good(
    'database',
    `SQLite ${version}, ${journal}, synchronous=${synchronous === 2 ? 'FULL' : synchronous}, sound`,
  );
}

function checkLog(db: Database): DoctorLine {
  const verified = verifyStationLog(db);
  const advice = 'Keep a copy of the data directory for the auditor; restore a backup.';
  if (!verified.ok) return failure('log', `${verified.error.code}: ${verified.error.message}`, advice);
  const report = verified.value;
  if (report.ok) return good('log', `${report.size} entries, all verified`);
  return failure('log', `Damaged at entry ${report.index} (${report.damage}): ${report.message}`, advice);
}

/** Whether the next entries can be signed. */
function checkKey(db: Database, dataDir: string): DoctorLine {
  const epoch = db.read(() => newestEpoch(db));
  if (!epoch.ok) return failure('log key', `${epoch.error.code}: ${epoch.error.message}`, 'See the message.');
  if (epoch.value === null) return good('log key', 'None yet; it is made with the first entry.');
  const key = openKeyStore(join(dataDir, 'keys'), noSealer).load(epoch.value.vkey);
  const number = `Key ${epoch.value.number}`;
  if (key.ok) return good('log key', `${number} signs the log.`);
  if (key.error.code === 'KEY_SEALED_ELSEWHERE')
    return good('log key', `${number} is sealed; the window signs the log.`);
  return failure('log key', `${key.error.code}: ${key.error.message}`, 'See the message.');
}

function checkPeople(db: Database): DoctorLine {
  const read = db.read(() => listUsers(db).filter(({ disabled }) => !disabled));
  if (!read.ok) return failure('people', `${read.error.code}: ${read.error.message}`, 'See the message.');
  const people = read.value.length;
  if (people === 0) return good('people', 'None: the station is open, everybody may do everything (docs/people.md).');
  const admins = read.value.filter(({ role }) => role === 'admin').length;
  return good(
    'people',
    `${people} can sign in, ${admins} of them ${admins === 1 ? 'administrator' : 'administrators'}`,
  );
}

function lastEntryTime(db: Database): string | null {
  const read = db.read(() =>
    db.get(db.query.selectFrom('inspections').select('recorded_at').orderBy('recorded_at', 'desc').limit(1)),
  );
  return read.ok ? (read.value?.recorded_at ?? null) : null;
}

/** A clock behind the newest record or behind this program's own date is wrong. */
export function checkClock(newest: string | null, now: string): DoctorLine {
  const advice = 'Set the computer clock; records carry a monotonic counter beside the time.';
  if (now < '2026-11-01') return failure('clock', `${now} is before this program was made.`, advice);
  if (newest !== null && newest > now)
    return warning('clock', `${now} is before the newest record (${newest}).`, advice);
  return good('clock', now);
}
