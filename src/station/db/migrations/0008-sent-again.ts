import type { Migration } from './migration.ts';

// Frozen in time: later changes are later migrations.

/**
 * How many entries this station's log had when an item was acknowledged: what a service had received by the time that its
 * log ended somewhere can be told by that, at any clock. Null where it was acknowledged before this column was there.
 */
export const sentAgain: Migration = {
  version: 8,
  sql: 'ALTER TABLE outbox ADD COLUMN log_size INTEGER CHECK (log_size >= 0);',
};
