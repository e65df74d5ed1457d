import type { Migration } from './migration.ts';

// Frozen in time: later changes are later migrations.

/**
 * What the central service says of a person: who it is there, that it ended their access, by which of their passwords
 * the verifier here was made, and their badge, hashed with the site's salt. \`disabled\` stays what somebody here said.
 */
export const centralPeople: Migration = {
  version: 7,
  sql: `
ALTER TABLE users ADD COLUMN central_id TEXT;
ALTER TABLE users ADD COLUMN central_disabled INTEGER NOT NULL DEFAULT 0 CHECK (central_disabled IN (0, 1));
ALTER TABLE users ADD COLUMN central_password TEXT;
ALTER TABLE users ADD COLUMN central_badge BLOB;
ALTER TABLE identity_secrets ADD COLUMN central_badge_salt BLOB CHECK (length(central_badge_salt) = 16);
CREATE UNIQUE INDEX users_central_id ON users (central_id);
CREATE UNIQUE INDEX users_central_badge ON users (central_badge);
`,
};
