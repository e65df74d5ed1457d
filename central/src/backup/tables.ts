/** Every table in an order in which rows can be put back: what others refer to comes first. Counts of a minute are left out. */
export const tables = [
  'parts',
  'lots',
  'stations',
  'users',
  'login_failures',
  'refresh_tokens',
  'devices',
  'inspections',
  'artifacts',
  'results',
  'inferences',
  'defects',
  'annotations',
  'reports',
  'jobs',
  'idempotency_keys',
  'events',
  'activity_log',
  'audit_logs',
  'audit_entries',
  'audit_nodes',
  'witness_keys',
  'recipes',
  'site_secrets',
] as const;

/** Not in a backup. */
export const leftOut: readonly string[] = ['request_counts', 'kysely_migration', 'kysely_migration_lock'];

/** Tables that number their rows themselves. */
export const numbered = ['events', 'activity_log'] as const;
