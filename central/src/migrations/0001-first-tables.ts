import { type Kysely, sql } from 'kysely';

/**
 * Ids are UUIDs; those that clients make are primary keys, so a retry after any time finds its row. Times have
 * milliseconds, as JavaScript does, so that a cursor names a row's time exactly. Hashes are lower-case hex.
 */
const statements = [
  `CREATE TABLE parts (
    id uuid PRIMARY KEY, part_number text NOT NULL UNIQUE, part_type text NOT NULL DEFAULT 'pcb',
    created_at timestamptz(3) NOT NULL DEFAULT now())`,
  `CREATE TABLE lots (
    id uuid PRIMARY KEY, lot_number text NOT NULL UNIQUE, part_id uuid REFERENCES parts(id),
    status text NOT NULL DEFAULT 'active', created_at timestamptz(3) NOT NULL DEFAULT now())`,
  `CREATE TABLE stations (
    name text PRIMARY KEY, first_seen_at timestamptz(3) NOT NULL DEFAULT now(),
    last_sync_at timestamptz(3) NOT NULL DEFAULT now(), model_name text, model_version text)`,
  `CREATE TABLE users (
    id uuid PRIMARY KEY, username text NOT NULL UNIQUE, password_hash text NOT NULL, scopes text[] NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(), disabled_at timestamptz(3))`,
  `CREATE TABLE login_failures (
    name_sha256 text PRIMARY KEY, failures integer NOT NULL, locked_until timestamptz(3),
    last_at timestamptz(3) NOT NULL DEFAULT now())`,
  `CREATE TABLE refresh_tokens (
    token_sha256 text PRIMARY KEY, family uuid NOT NULL, user_id uuid NOT NULL REFERENCES users(id),
    expires_at timestamptz(3) NOT NULL, used_at timestamptz(3), created_at timestamptz(3) NOT NULL DEFAULT now())`,
  'CREATE INDEX refresh_tokens_family ON refresh_tokens (family)',
  `CREATE TABLE devices (
    id uuid PRIMARY KEY, station text NOT NULL, token_sha256 text NOT NULL UNIQUE, scopes text[] NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now(), revoked_at timestamptz(3))`,
  `CREATE TABLE inspections (
    id uuid PRIMARY KEY, lot_id uuid NOT NULL REFERENCES lots(id), part_id uuid REFERENCES parts(id),
    serial text, station text, inspection_type text NOT NULL,
    status text NOT NULL CHECK (status IN ('PENDING','PROCESSING','COMPLETE','FAILED')),
    verdict text CHECK (verdict IN ('PASS','FAIL')), priority integer NOT NULL, defects_detected integer NOT NULL DEFAULT 0,
    revision integer NOT NULL DEFAULT 0, metadata jsonb NOT NULL, draft_sha256 text NOT NULL, created_by text NOT NULL,
    held boolean NOT NULL DEFAULT false, captured_at timestamptz(3), completed_at timestamptz(3),
    created_at timestamptz(3) NOT NULL DEFAULT now(), updated_at timestamptz(3) NOT NULL DEFAULT now())`,
  // One index for each filter, each in the list's order: a page is read from the index's start, whatever the filter.
  'CREATE INDEX inspections_newest ON inspections (created_at DESC, id DESC)',
  'CREATE INDEX inspections_by_lot ON inspections (lot_id, created_at DESC, id DESC)',
  'CREATE INDEX inspections_by_part ON inspections (part_id, created_at DESC, id DESC)',
  'CREATE INDEX inspections_by_serial ON inspections (serial, created_at DESC, id DESC)',
  'CREATE INDEX inspections_by_station ON inspections (station, created_at DESC, id DESC)',
  'CREATE INDEX inspections_by_status ON inspections (status, created_at DESC, id DESC)',
  'CREATE INDEX inspections_by_verdict ON inspections (verdict, created_at DESC, id DESC)',
  `CREATE TABLE artifacts (
    id uuid PRIMARY KEY, inspection_id uuid NOT NULL REFERENCES inspections(id),
    kind text NOT NULL CHECK (kind IN ('raw','derived','log')), filename text NOT NULL, content_type text NOT NULL,
    object_key text NOT NULL UNIQUE, state text NOT NULL CHECK (state IN ('waiting','stored','removed')),
    announced_sha256 text, announced_bytes bigint, sha256 text, size_bytes bigint,
    created_at timestamptz(3) NOT NULL DEFAULT now(), stored_at timestamptz(3), removed_at timestamptz(3))`,
  'CREATE INDEX artifacts_by_inspection ON artifacts (inspection_id, created_at, id)',
  `CREATE INDEX artifacts_by_age ON artifacts (kind, stored_at) WHERE state = 'stored'`,
  `CREATE TABLE results (
    inspection_id uuid NOT NULL REFERENCES inspections(id), revision integer NOT NULL, sha256 text NOT NULL,
    document jsonb NOT NULL, received_at timestamptz(3) NOT NULL DEFAULT now(), PRIMARY KEY (inspection_id, revision))`,
  `CREATE TABLE inferences (
    inspection_id uuid NOT NULL REFERENCES inspections(id), id uuid NOT NULL, model_name text NOT NULL,
    model_version text NOT NULL, model_sha256 text NOT NULL, provider text NOT NULL, used_golden boolean NOT NULL,
    thresholds jsonb NOT NULL, timings_ms jsonb NOT NULL, created_at timestamptz(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (inspection_id, id))`,
  `CREATE TABLE defects (
    inspection_id uuid NOT NULL REFERENCES inspections(id), id uuid NOT NULL, position integer NOT NULL,
    defect_type text NOT NULL, severity text NOT NULL, x double precision NOT NULL, y double precision NOT NULL,
    width double precision NOT NULL, height double precision NOT NULL, confidence double precision, origin text NOT NULL,
    verification text NOT NULL, PRIMARY KEY (inspection_id, id))`,
  'CREATE INDEX defects_by_type ON defects (defect_type, severity)',
  `CREATE TABLE annotations (
    inspection_id uuid NOT NULL REFERENCES inspections(id), id uuid NOT NULL, kind text NOT NULL, defect_id uuid,
    box jsonb, label text, notes text NOT NULL, PRIMARY KEY (inspection_id, id))`,
  `CREATE TABLE reports (
    id text PRIMARY KEY, inspection_id uuid NOT NULL UNIQUE REFERENCES inspections(id), lot_id uuid NOT NULL,
    part_id uuid, defects_detected integer NOT NULL, verdict text, revision integer NOT NULL,
    created_at timestamptz(3) NOT NULL DEFAULT now())`,
  'CREATE INDEX reports_newest ON reports (created_at DESC, id DESC)',
  'CREATE INDEX reports_by_lot ON reports (lot_id, created_at DESC, id DESC)',
  'CREATE INDEX reports_by_part ON reports (part_id, created_at DESC, id DESC)',
  'CREATE INDEX reports_by_verdict ON reports (verdict, created_at DESC, id DESC)',
  `CREATE TABLE jobs (
    id uuid PRIMARY KEY, inspection_id uuid NOT NULL REFERENCES inspections(id),
    state text NOT NULL CHECK (state IN ('queued','running','succeeded','failed')), priority integer NOT NULL,
    attempts integer NOT NULL DEFAULT 0, request jsonb NOT NULL, error text, run_at timestamptz(3) NOT NULL DEFAULT now(),
    lease uuid, lease_until timestamptz(3), created_at timestamptz(3) NOT NULL DEFAULT now(),
    started_at timestamptz(3), finished_at timestamptz(3))`,
  `CREATE UNIQUE INDEX jobs_one_at_a_time ON jobs (inspection_id) WHERE state IN ('queued', 'running')`,
  `CREATE INDEX jobs_waiting ON jobs (priority DESC, created_at) WHERE state IN ('queued', 'running')`,
  `CREATE TABLE idempotency_keys (
    principal text NOT NULL, operation text NOT NULL, key text NOT NULL, request_sha256 text NOT NULL,
    status integer NOT NULL, location text, body jsonb NOT NULL, created_at timestamptz(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (principal, operation, key))`,
  'CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at)',
  // Counts of one minute: worth nothing after a crash, so they need no write-ahead log.
  `CREATE UNLOGGED TABLE request_counts (
    bucket text NOT NULL, minute timestamptz(3) NOT NULL, requests integer NOT NULL, PRIMARY KEY (bucket, minute))`,
  `CREATE TABLE events (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, event_id uuid NOT NULL UNIQUE, topic text NOT NULL,
    event_type text NOT NULL, trace_id text, payload jsonb NOT NULL, created_at timestamptz(3) NOT NULL DEFAULT now(),
    delivered_at timestamptz(3))`,
  'CREATE INDEX events_waiting ON events (id) WHERE delivered_at IS NULL',
  `CREATE TABLE activity_log (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, at timestamptz(3) NOT NULL DEFAULT now(), principal text NOT NULL,
    action text NOT NULL, object_type text NOT NULL, object_id text NOT NULL, details jsonb NOT NULL, request_id text)`,
  'CREATE INDEX activity_log_by_object ON activity_log (object_type, object_id)',
];

export const firstTables = {
  async up(db: Kysely<never>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
};
