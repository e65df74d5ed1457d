/** Whether stored originals are still the bytes that they were: each is named by its own hash. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { ok, type Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { openDatabase } from '../db/open.ts';
import { faultOfFile, type OriginalFault } from '../images/check-original.ts';
import { type DoctorLine, failure, good, warning } from './doctor-check.ts';

/** Read again where nobody asks for all: seconds, and damage to a tenth of a store escapes it once in 800 times. */
const sampleSize = 64;
/** Named in one line. */
const mostNamed = 10;

export interface OriginalsCheck {
  /** All of them; else a sample, drawn anew each time. */
  readonly full: boolean;
  /** Aborted: what was read until then is told. */
  readonly stop?: AbortSignal;
  readonly onProgress?: (read: number, total: number) => void;
}

interface Original {
  readonly sha256: string;
  readonly path: string;
}

/** Reads originals and compares them with their names. Only reads. */
export async function checkOriginals(dataDir: string, check: OriginalsCheck): Promise<DoctorLine> {
  const file = join(dataDir, 'station.db');
  if (!existsSync(file)) return good('originals', 'None yet.');
  const opened = openDatabase({ file, readOnly: true });
  if (!opened.ok) return unreadable(opened.error);
  const db = opened.value;
  try {
    const counted = db.read(() => Number(db.scalar('SELECT count(*) FROM images')));
    if (!counted.ok) return unreadable(counted.error);
    const total = check.full ? counted.value : Math.min(sampleSize, counted.value);
    const wrong: string[] = [];
    let read = 0;
    for (const next of check.full ? allOriginals(db) : sampledOriginals(db, total)) {
      if (check.stop?.aborted) break;
      if (!next.ok) return unreadable(next.error);
      const fault = await faultOf(dataDir, next.value);
      if (fault !== null) wrong.push(`${next.value.path} (${fault})`);
      read += 1;
      check.onProgress?.(read, total);
    }
    return lineOf({ stored: counted.value, read, total, wrong });
  } finally {
    db.close();
  }
}

const unreadable = ({ code, message }: DbError): DoctorLine =>
  failure('originals', `${code}: ${message}`, 'See the message.');

interface Findings {
  readonly stored: number;
  readonly read: number;
  /** That were to be read. */
  readonly total: number;
  readonly wrong: readonly string[];
}

function lineOf({ stored, read, total, wrong }: Findings): DoctorLine {
  if (wrong.length > 0) {
    const named = wrong.slice(0, mostNamed).join(', ');
    const more = wrong.length > mostNamed ? `, and ${wrong.length - mostNamed} more` : '';
    const message = `${wrong.length} of ${read} originals read again are not what was stored: ${named}${more}`;
    return failure('originals', message, 'Keep the disk as it is, and put these files back from a backup.');
  }
  const message = `${read} of ${stored} read again, each as it was stored`;
  return read < total
    ? warning('originals', `Stopped: ${message}.`, 'Run it again to its end.')
    : good('originals', message);
}

/** What is wrong with a stored file, in words; null where it is what its name says. */
async function faultOf(dataDir: string, { sha256, path }: Original): Promise<string | null> {
  if (!basename(path).startsWith(sha256)) return 'under the name of other bytes';
  const fault = await faultOfFile(join(dataDir, path), sha256);
  return fault && faultWords[fault];
}

const faultWords: Readonly<Record<OriginalFault, string>> = {
  missing: 'missing',
  unreadable: 'cannot be read',
  other_bytes: 'other bytes',
};

type NextOriginal = Result<Original, DbError>;

/** In the order of their hashes, one query each: a long walk holds nothing open. */
function* allOriginals(db: Database): Generator<NextOriginal> {
  let last = '';
  for (;;) {
    const found = originalAfter(db, last);
    if (!found.ok) return yield found;
    if (found.value === null) return;
    last = found.value.sha256;
    yield ok(found.value);
  }
}

/** Distinct ones, each the next after a point drawn by chance: hashes are spread evenly. */
function* sampledOriginals(db: Database, count: number): Generator<NextOriginal> {
  const seen = new Set<string>();
  let from = randomBytes(32).toString('hex');
  // Beyond the second end nothing is left: somebody took rows away meanwhile.
  for (let ends = 0; seen.size < count && ends < 2; ) {
    const found = originalAfter(db, from);
    if (!found.ok) return yield found;
    const original = found.value;
    // After the last comes the first; one that was drawn before gives way to the next.
    if (original === null) ends += 1;
    if (original === null || seen.has(original.sha256)) {
      from = original?.sha256 ?? '';
      continue;
    }
    seen.add(original.sha256);
    ends = 0;
    yield ok(original);
    from = randomBytes(32).toString('hex');
  }
}

const originalAfter = (db: Database, sha256: string): Result<Original | null, DbError> =>
  db.read(
    () =>
      db.get(
        db.query
          .selectFrom('images')
          .select(['sha256', 'stored_path as path'])
          .where('sha256', '>', sha256)
          .orderBy('sha256')
          .limit(1),
      ) ?? null,
  );
