import { type Kysely, sql } from 'kysely';

/**
 * Copies of stations' audit logs with the complete nodes of their trees, and what was witnessed of them. Entries and nodes
 * are only ever added.
 */
const statements = [
  `CREATE TABLE audit_logs (
    station text PRIMARY KEY, size bigint NOT NULL DEFAULT 0, witnessed_size bigint NOT NULL DEFAULT 0,
    witnessed_root bytea, note text, witnessed_at timestamptz(3))`,
  `CREATE TABLE audit_entries (
    station text NOT NULL, seq bigint NOT NULL, entry text NOT NULL, action text NOT NULL,
    received_at timestamptz(3) NOT NULL DEFAULT now(), PRIMARY KEY (station, seq))`,
  `CREATE INDEX audit_entries_of_keys ON audit_entries (station, seq) WHERE action IN ('key.epoch_started', 'key.lost')`,
  `CREATE TABLE audit_nodes (
    station text NOT NULL, level integer NOT NULL, node_index bigint NOT NULL, hash bytea NOT NULL,
    PRIMARY KEY (station, level, node_index))`,
  `CREATE FUNCTION audit_is_only_added() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the audit log is only added to'; END $$`,
  ...['audit_entries', 'audit_nodes'].map(
    (table) => `CREATE TRIGGER ${table}_only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
      FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added()`,
  ),
  // The private key is sealed with the service's own secret.
  'CREATE TABLE witness_keys (name text PRIMARY KEY, vkey text NOT NULL, sealed bytea NOT NULL)',
];

export const auditWitness = {
  async up(db: Kysely<never>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
