import type { Migration } from './migration.ts';

// Frozen in time: later changes are later migrations. Words in CHECKs are spelled out here for that reason.

const time = (column: string) => `CHECK (${column} GLOB '????-??-??T??:??:??.???Z')`;

/**
 * The outbox as a ledger: what was sent keeps its receipt. SQLite changes no CHECK in place, so the table is written anew.
 * `next_try_at` is gone: a wall clock that is set back by years would make it wait as long; waits live in memory, on the
 * monotonic clock. `begun`: bytes may be with the service already, so it is asked before they are sent again.
 */
const ledger = `
CREATE TABLE outbox_ledger (
  position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE CHECK (length(id) = 36),
  kind TEXT NOT NULL
    CHECK (kind IN ('inspection', 'verification', 'annotation', 'report', 'audit_checkpoint', 'artifact')),
  object_id TEXT NOT NULL, revision INTEGER NOT NULL CHECK (revision >= 1),
  payload_sha256 TEXT NOT NULL CHECK (length(payload_sha256) = 64 AND payload_sha256 NOT GLOB '*[^0-9a-f]*'),
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'set_aside', 'skipped')),
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0),
  begun INTEGER NOT NULL DEFAULT 0 CHECK (begun IN (0, 1)),
  error_code TEXT, last_error TEXT, receipt TEXT CHECK (receipt IS NULL OR json_valid(receipt)),
  settled_at TEXT ${time('settled_at')}, created_at TEXT NOT NULL ${time('created_at')},
  lane TEXT NOT NULL GENERATED ALWAYS AS (CASE kind WHEN 'artifact' THEN 'pictures'
    WHEN 'report' THEN 'log' WHEN 'audit_checkpoint' THEN 'log' ELSE 'facts' END) VIRTUAL) STRICT;
INSERT INTO outbox_ledger (position, id, kind, object_id, revision, payload_sha256, state, tries, last_error, created_at)
  SELECT position, id, kind, object_id, revision, payload_sha256, state, tries, last_error, created_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_ledger RENAME TO outbox;
CREATE UNIQUE INDEX outbox_once ON outbox (object_id, kind, revision);
CREATE INDEX outbox_due ON outbox (state, lane, position);
`;

/** How far the log was copied, the witness's key, versions of what came down: each a JSON value under its name. */
const state = `
CREATE TABLE sync_state (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value)))
  STRICT, WITHOUT ROWID;
`;

export const syncLedger: Migration = { version: 6, sql: ledger + state };
