import { firstTables } from './0001-first-tables.ts';
import { review } from './0002-review.ts';
import { wordsThatHoldAgain } from './0003-words-that-hold-again.ts';
import { signedLog } from './0004-signed-log.ts';
import { peopleTables } from './0005-people.ts';
import { syncLedger } from './0006-sync.ts';
import { centralPeople } from './0007-central-people.ts';
import { sentAgain } from './0008-sent-again.ts';
import type { Migration } from './migration.ts';

/** Every migration in order. Imported statically, so that a packaged app carries them all. */
export const migrations: readonly Migration[] = [
  firstTables,
  review,
  wordsThatHoldAgain,
  signedLog,
  peopleTables,
  syncLedger,
  centralPeople,
  sentAgain,
];
