import { canonicalText } from '@fiducial/protocol/audit';
import { settingChanged } from '../../core/audit/entries.ts';
import { ok, type Result } from '../../core/kernel/result.ts';
import { appendEntry } from '../audit/append.ts';
import type { AuditError } from '../audit/errors.ts';
import type { StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';

/** A setting's JSON value, parsed by nobody yet: the reader checks its shape. `undefined` where it was never set. */
export function getSetting(db: Database, key: string): Result<unknown, DbError> {
  return db.read(() => {
    const row = db.get(db.query.selectFrom('settings').select('value').where('key', '=', key));
    return row === undefined ? undefined : JSON.parse(row.value);
  });
}

/**
 * Stores a setting as canonical JSON, with its audit entry (old and new value: never put a secret here). The value it
 * has already changes nothing and logs nothing. Errors: DB_*, AUDIT_ENTRY_TOO_LARGE.
 */
export function setSetting(
  context: StationContext,
  key: string,
  value: unknown,
): Result<{ readonly changed: boolean }, DbError | AuditError> {
  return context.db.write(() => storeSetting(context, key, value));
}

/** As `setSetting`, inside a write transaction. */
export function storeSetting(
  context: StationContext,
  key: string,
  value: unknown,
): Result<{ readonly changed: boolean }, AuditError> {
  const { db } = context;
  const text = canonicalText(value);
  const row = db.get(db.query.selectFrom('settings').select('value').where('key', '=', key));
  if (row?.value === text) return ok({ changed: false });
  const entry = appendEntry(context, settingChanged({ key, before: row?.value ?? null, after: text }));
  if (!entry.ok) return entry;
  const values = { value: text, updated_at: entry.value.time, audit_seq: entry.value.seq };
  db.run(
    db.query
      .insertInto('settings')
      .values({ key, ...values })
      .onConflict((conflict) => conflict.column('key').doUpdateSet(values)),
  );
  return ok({ changed: true });
}
