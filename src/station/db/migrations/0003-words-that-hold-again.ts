import type { Migration } from './migration.ts';

// Frozen in time: later changes are later migrations.

/** Which earlier row an undo made hold again, so that its words stay its own person's. Null: the row speaks for itself. */
const restores = (table: string) =>
  `ALTER TABLE ${table} ADD COLUMN restores TEXT REFERENCES ${table} (id) CHECK (restores IS NULL OR cause = 'undo');`;

export const wordsThatHoldAgain: Migration = {
  version: 3,
  sql: ['verifications', 'sign_offs', 'annotation_revisions'].map(restores).join('\n'),
};
