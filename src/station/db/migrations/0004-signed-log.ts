import type { Migration } from './migration.ts';

// Frozen in time: later changes are later migrations.

const end = 'STRICT, WITHOUT ROWID;';

/** Rows of a table that are written once, as the log's own. */
const writtenOnce = (table: string, key: string) => `
CREATE TRIGGER ${table}_no_update BEFORE UPDATE ON ${table}
  BEGIN SELECT RAISE(ABORT, 'AUDIT_IMMUTABLE: ${table} are never changed'); END;
CREATE TRIGGER ${table}_no_delete BEFORE DELETE ON ${table}
  BEGIN SELECT RAISE(ABORT, 'AUDIT_IMMUTABLE: ${table} are never deleted'); END;
CREATE TRIGGER ${table}_no_replace BEFORE INSERT ON ${table}
  WHEN EXISTS (SELECT 1 FROM ${table} WHERE ${key})
  BEGIN SELECT RAISE(ABORT, 'AUDIT_ORDER: ${table} are written once'); END;
`;

/**
 * Which key signs from which entry on, the signed states of the log, and who countersigned them. A log that is older
 * than this migration has none: its first epoch starts with its next entry, whose checkpoint covers all before it.
 */
const signatures = `
CREATE TABLE audit_epochs (
  number INTEGER NOT NULL PRIMARY KEY CHECK (number >= 1), vkey TEXT NOT NULL,
  started_seq INTEGER NOT NULL UNIQUE REFERENCES audit_entries (seq)) ${end}
CREATE TABLE audit_checkpoints (
  size INTEGER NOT NULL PRIMARY KEY CHECK (size >= 1), epoch INTEGER NOT NULL REFERENCES audit_epochs (number),
  root BLOB NOT NULL CHECK (length(root) = 32), note TEXT NOT NULL,
  made_at TEXT NOT NULL CHECK (made_at GLOB '????-??-??T??:??:??.???Z')) ${end}
CREATE TABLE audit_cosignatures (
  size INTEGER NOT NULL REFERENCES audit_checkpoints (size), witness TEXT NOT NULL, line TEXT NOT NULL,
  PRIMARY KEY (size, witness)) ${end}
${writtenOnce('audit_epochs', 'number = NEW.number')}
${writtenOnce('audit_checkpoints', 'size = NEW.size')}
${writtenOnce('audit_cosignatures', 'size = NEW.size AND witness = NEW.witness')}
`;

/** What an auditor searches by. Computed from the entry, whose bytes stay as they are. */
const search = `
ALTER TABLE audit_entries ADD COLUMN time TEXT NOT NULL GENERATED ALWAYS AS (entry ->> '$.time') VIRTUAL;
ALTER TABLE audit_entries ADD COLUMN actor_name TEXT NOT NULL GENERATED ALWAYS AS (entry ->> '$.actor.name') VIRTUAL;
ALTER TABLE audit_entries ADD COLUMN inspection_id TEXT GENERATED ALWAYS AS (entry ->> '$.after.inspection') VIRTUAL;
CREATE INDEX audit_entries_by_time ON audit_entries (time, seq);
CREATE INDEX audit_entries_by_actor ON audit_entries (actor_name, seq);
CREATE INDEX audit_entries_by_inspection ON audit_entries (inspection_id, seq) WHERE inspection_id IS NOT NULL;
`;

export const signedLog: Migration = { version: 4, sql: signatures + search };
