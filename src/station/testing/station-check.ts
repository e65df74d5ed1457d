import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { resultBytes } from '../../core/inspection/result-document.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import { verifyStationLog } from '../audit/verify.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/open.ts';
import { sha256Hex } from '../digest.ts';
import { unsoundOriginals } from '../images/testing/store-check.ts';
import { eachInspection } from '../inspections/read.ts';
import { must } from './station-fixture.ts';

/**
 * What is wrong in a data directory after its process was killed, in words; empty where all is well.
 * `acknowledged`: ids of inspections that were said to be stored.
 */
export function whatIsWrong(dataDir: string, acknowledged: Iterable<string>): readonly string[] {
  const db = must(openDatabase({ file: join(dataDir, 'station.db') }));
  try {
    const found = readable(db);
    if (typeof found === 'string') return [found];
    return [
      ...lost(found, acknowledged),
      ...twice(found),
      ...found.flatMap((inspection) => incomplete(db, dataDir, inspection)),
      ...orphans(db, found),
      ...unsoundOriginals(dataDir)
        .filter((path) => !path.startsWith('incoming/'))
        .map((path) => `original ${path} is not what its name says`),
      ...wrongLog(db),
    ];
  } finally {
    db.close();
  }
}

/** Every inspection, or why one of them cannot be read: a record whose rows were torn apart throws. */
function readable(db: Database): readonly StoredInspection[] | string {
  try {
    return [...eachInspection(db)].map(must);
  } catch (cause) {
    return `the records cannot be read: ${cause}`;
  }
}

function lost(found: readonly StoredInspection[], acknowledged: Iterable<string>): string[] {
  const ids = new Set<string>(found.map(({ id }) => id));
  return [...acknowledged].filter((id) => !ids.has(id)).map((id) => `acknowledged inspection ${id} is lost`);
}

function twice(found: readonly StoredInspection[]): string[] {
  const seen = new Set<string | null>();
  return found.flatMap(({ serial }) => {
    const again = seen.has(serial);
    seen.add(serial);
    return again ? [`board ${serial} is stored twice`] : [];
  });
}

function incomplete(db: Database, dataDir: string, inspection: StoredInspection): string[] {
  const { id, auditSeq, resultSha256, image } = inspection;
  const wrong: string[] = [];
  const row = db.get(db.query.selectFrom('audit_entries').select('entry').where('seq', '=', auditSeq));
  const entry = row === undefined ? null : JSON.parse(row.entry);
  if (entry?.object.id !== id || entry.refs.result !== resultSha256) wrong.push(`inspection ${id} has no audit entry`);
  const sent = db.all(
    db.query.selectFrom('outbox').select('payload_sha256').where('object_id', '=', id).where('revision', '=', 1),
  );
  if (sent.length !== 1 || sent[0]?.payload_sha256 !== resultSha256) wrong.push(`inspection ${id} has no outbox row`);
  if (!existsSync(join(dataDir, image.storedPath))) wrong.push(`inspection ${id} has no original`);
  if (inspection.inference === null) return [...wrong, `inspection ${id} has no inference`];
  const { verdict, registration, registrationPoor, inference, defects } = inspection;
  const outcome = { status: 'completed' as const, verdict, registration, registrationPoor, inference, defects };
  if (sha256Hex(resultBytes(outcome)) !== resultSha256) wrong.push(`inspection ${id} has other findings than its hash`);
  return wrong;
}

/** Entries and outbox rows that speak of no inspection; inspections with more or fewer entries of their own than one. */
function orphans(db: Database, found: readonly StoredInspection[]): string[] {
  const entries = db.all(
    db.query.selectFrom('audit_entries').select(['object_id', 'action']).where('object_type', '=', 'inspection'),
  );
  const recorded = entries.filter(({ action }) => action.startsWith('inspection.'));
  const queued = db.all(db.query.selectFrom('outbox').select('object_id').where('kind', '=', 'inspection'));
  const ids = new Set<string>(found.map(({ id }) => id));
  return [
    ...entries.filter(({ object_id }) => !ids.has(object_id)).map((row) => `an entry for nothing: ${row.object_id}`),
    ...queued
      .filter(({ object_id }) => !ids.has(object_id))
      .map((row) => `an outbox row for nothing: ${row.object_id}`),
    ...(recorded.length === found.length ? [] : [`${recorded.length} entries for ${found.length} inspections`]),
  ];
}

function wrongLog(db: Database): string[] {
  const report = must(verifyStationLog(db));
  const damage = report.ok ? [] : [`the log is ${report.damage} at ${report.index}`];
  return must(db.read(() => db.scalar('PRAGMA quick_check'))) === 'ok' ? damage : [...damage, 'the file is damaged'];
}
