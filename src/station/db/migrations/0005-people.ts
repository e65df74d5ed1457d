import type { Migration } from './migration.ts';

// Frozen in time: later changes are later migrations. Words in CHECKs are spelled out here for that reason.

const time = (column: string) => `CHECK (${column} GLOB '????-??-??T??:??:??.???Z')`;
const end = 'STRICT, WITHOUT ROWID;';

/**
 * People are never deleted, since records name them. Secrets are there as Argon2id hashes only; a badge is hashed with
 * the station's own salt, so that it can be looked up. `name_key` tells names apart, `sign_in_failures` knows them only
 * as keyed hashes: what people type into a name field by mistake is often a password.
 */
const people = `
CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 36), name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE,
  printed_name TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('operator', 'engineer', 'admin')),
  disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)), central INTEGER NOT NULL CHECK (central IN (0, 1)),
  password_hash TEXT, password_expired INTEGER NOT NULL CHECK (password_expired IN (0, 1)),
  pin_hash TEXT, badge_hash BLOB UNIQUE,
  created_at TEXT NOT NULL ${time('created_at')}, last_sign_in TEXT ${time('last_sign_in')},
  last_central TEXT ${time('last_central')},
  audit_seq INTEGER NOT NULL REFERENCES audit_entries (seq)) ${end}
CREATE TRIGGER users_no_delete BEFORE DELETE ON users
  BEGIN SELECT RAISE(ABORT, 'IDENTITY_KEPT: people are disabled, never deleted'); END;
CREATE TABLE sign_in_failures (
  name_hash BLOB NOT NULL PRIMARY KEY, failures INTEGER NOT NULL CHECK (failures >= 1),
  time TEXT NOT NULL ${time('time')}, mono_ms INTEGER NOT NULL, boot_id TEXT NOT NULL) ${end}
CREATE TABLE identity_secrets (
  id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1), badge_salt BLOB NOT NULL CHECK (length(badge_salt) = 16),
  name_key BLOB NOT NULL CHECK (length(name_key) = 32), recovery_hash TEXT NOT NULL) ${end}
`;

/** Sign-offs from before had no signature of their own: their person's name and \`reviewed\`, which they meant. */
const signatures = `
ALTER TABLE sign_offs ADD COLUMN printed_name TEXT;
ALTER TABLE sign_offs ADD COLUMN meaning TEXT NOT NULL DEFAULT 'reviewed'
  CHECK (meaning IN ('reviewed', 'approved', 'released_with_concession'));
ALTER TABLE sign_offs ADD COLUMN factor TEXT NOT NULL DEFAULT 'none'
  CHECK (factor IN ('none', 'password', 'pin', 'badge'));
`;

export const peopleTables: Migration = { version: 5, sql: people + signatures };
