import { type Generated, Kysely, PostgresDialect, type Transaction } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import pg from 'pg';
import { migrations } from './migrations/list.ts';

type Json = Readonly<Record<string, unknown>>;

/** Rows as they are after the last migration. Only repositories map them. */
export interface Schema {
  parts: { id: string; part_number: string; part_type: Generated<string>; created_at: Generated<Date> };
  lots: {
    id: string;
    lot_number: string;
    part_id: string | null;
    status: Generated<string>;
    created_at: Generated<Date>;
  };
  stations: {
    name: string;
    first_seen_at: Generated<Date>;
    last_sync_at: Generated<Date>;
    model_name: string | null;
    model_version: string | null;
  };
  users: {
    id: string;
    username: string;
    password_hash: string;
    scopes: string[];
    created_at: Generated<Date>;
    disabled_at: Date | null;
    /** Null: the name. */
    printed_name: Generated<string | null>;
    /** `none`: may not work at stations; null: what the scopes say. */
    station_role: Generated<string | null>;
    /** Counts the passwords that this person had. */
    password_number: Generated<number>;
    badge_hash: Generated<string | null>;
  };
  /** One row. */
  site_secrets: { id: number; badge_salt: Uint8Array };
  login_failures: { name_sha256: string; failures: number; locked_until: Date | null; last_at: Generated<Date> };
  refresh_tokens: {
    token_sha256: string;
    family: string;
    user_id: string;
    expires_at: Date;
    used_at: Date | null;
    created_at: Generated<Date>;
  };
  devices: {
    id: string;
    station: string;
    token_sha256: string;
    scopes: string[];
    created_at: Generated<Date>;
    revoked_at: Date | null;
  };
  inspections: {
    id: string;
    lot_id: string;
    part_id: string | null;
    serial: string | null;
    station: string | null;
    inspection_type: string;
    status: string;
    verdict: string | null;
    priority: number;
    defects_detected: Generated<number>;
    revision: Generated<number>;
    metadata: Json;
    draft_sha256: string;
    created_by: string;
    held: Generated<boolean>;
    captured_at: Date | null;
    completed_at: Date | null;
    created_at: Generated<Date>;
    updated_at: Generated<Date>;
  };
  artifacts: {
    id: string;
    inspection_id: string;
    kind: string;
    filename: string;
    content_type: string;
    object_key: string;
    state: string;
    announced_sha256: string | null;
    announced_bytes: number | null;
    sha256: string | null;
    size_bytes: number | null;
    created_at: Generated<Date>;
    stored_at: Date | null;
    removed_at: Date | null;
  };
  results: {
    inspection_id: string;
    /** Whose documents are counted: the station's own, or those made here. */
    series: 'station' | 'central';
    revision: number;
    sha256: string;
    document: Json;
    received_at: Generated<Date>;
  };
  inferences: {
    inspection_id: string;
    id: string;
    model_name: string;
    model_version: string;
    model_sha256: string;
    provider: string;
    used_golden: boolean;
    thresholds: Json;
    timings_ms: Json;
    created_at: Generated<Date>;
  };
  defects: {
    inspection_id: string;
    id: string;
    position: number;
    defect_type: string;
    severity: string;
    x: number;
    y: number;
    width: number;
    height: number;
    confidence: number | null;
    origin: string;
    verification: string;
  };
  annotations: {
    inspection_id: string;
    id: string;
    kind: string;
    defect_id: string | null;
    box: Json | null;
    label: string | null;
    notes: string;
  };
  reports: {
    id: string;
    inspection_id: string;
    lot_id: string;
    part_id: string | null;
    station: string | null;
    defects_detected: number;
    verdict: string | null;
    revision: number;
    created_at: Generated<Date>;
  };
  jobs: {
    id: string;
    inspection_id: string;
    state: string;
    priority: number;
    attempts: Generated<number>;
    request: Json;
    error: string | null;
    run_at: Generated<Date>;
    lease: string | null;
    lease_until: Date | null;
    created_at: Generated<Date>;
    started_at: Date | null;
    finished_at: Date | null;
  };
  idempotency_keys: {
    principal: string;
    operation: string;
    key: string;
    request_sha256: string;
    status: number;
    location: string | null;
    body: Json;
    created_at: Generated<Date>;
  };
  audit_logs: {
    station: string;
    size: Generated<number>;
    witnessed_size: Generated<number>;
    witnessed_root: Uint8Array | null;
    /** The signed note with the witness's line, whole. */
    note: string | null;
    witnessed_at: Date | null;
  };
  audit_entries: { station: string; seq: number; entry: string; action: string; received_at: Generated<Date> };
  audit_nodes: { station: string; level: number; node_index: number; hash: Uint8Array };
  witness_keys: { name: string; vkey: string; sealed: Uint8Array };
  recipes: {
    name: string;
    version: number;
    content: string;
    sha256: string;
    created_by: string;
    created_at: Generated<Date>;
  };
  request_counts: { bucket: string; minute: Date; requests: number };
  events: {
    id: Generated<number>;
    event_id: string;
    topic: string;
    event_type: string;
    trace_id: string | null;
    payload: Json;
    created_at: Generated<Date>;
    delivered_at: Date | null;
  };
  activity_log: {
    id: Generated<number>;
    at: Generated<Date>;
    principal: string;
    action: string;
    object_type: string;
    object_id: string;
    details: Json;
    request_id: string | null;
  };
}

/** The database, or a transaction on it. */
export type Db = Kysely<Schema>;
export type Tx = Transaction<Schema>;

export interface OpenedDatabase {
  readonly db: Db;
  readonly pool: pg.Pool;
}

/** bigint as a number: every count here is exact in a double. */
const int8 = 20;

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === int8 ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

export interface DatabaseOptions {
  readonly url: string;
  readonly poolSize: number;
  /** Told of connections that broke. */
  readonly onLost: (error: Error) => void;
  /** After so many milliseconds the server ends a statement; 0: never. */
  readonly statementTimeoutMs?: number;
}

/** Connects on first use. */
export function openDatabase({ url, poolSize, onLost, statementTimeoutMs = 30_000 }: DatabaseOptions): OpenedDatabase {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    connectionTimeoutMillis: 5000,
    statement_timeout: statementTimeoutMs,
    application_name: 'fiducial-central',
    types,
  });
  pool.on('error', onLost);
  // A connection in use tells its break by itself too; an error that nobody listens to would end the process.
  pool.on('connect', (client) => client.on('error', onLost));
  return { db: new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) }), pool };
}

/**
 * Brings the tables up to date. Copies of the service that start together wait for one another (an advisory lock). On a
 * connection of its own, because a large table is rebuilt for longer than any request may take.
 */
export async function migrate(url: string, steps: Readonly<Record<string, Migration>> = migrations): Promise<void> {
  const { db } = openDatabase({ url, poolSize: 1, onLost: () => undefined, statementTimeoutMs: 0 });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...steps }) } });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
  } finally {
    await db.destroy();
  }
}
