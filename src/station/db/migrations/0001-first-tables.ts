import type { Migration } from './migration.ts';

// Frozen in time: later changes are later migrations. Words in CHECKs are spelled out here for that reason.
// TEXT keys with WITHOUT ROWID: one B-tree for a row instead of two, and UUIDv7 keeps inserts at its right end.

const time = (column: string) => `CHECK (${column} GLOB '????-??-??T??:??:??.???Z')`;
const sha256 = (column: string) => `CHECK (length(${column}) = 64 AND ${column} NOT GLOB '*[^0-9a-f]*')`;
const uuid = (column: string) => `CHECK (length(${column}) = 36)`;
const key = `id TEXT NOT NULL PRIMARY KEY ${uuid('id')}`;
const auditSeq = 'audit_seq INTEGER NOT NULL REFERENCES audit_entries (seq)';
const person = `actor_id TEXT NOT NULL, actor_name TEXT NOT NULL`;
const moment = `time TEXT NOT NULL ${time('time')}, mono_ms INTEGER NOT NULL CHECK (mono_ms >= 0), boot_id TEXT NOT NULL`;
const end = 'STRICT, WITHOUT ROWID;';

const log = `
CREATE TABLE audit_entries (
  seq INTEGER PRIMARY KEY CHECK (seq >= 0),
  entry TEXT NOT NULL,
  leaf_hash BLOB NOT NULL CHECK (length(leaf_hash) = 32),
  object_type TEXT NOT NULL GENERATED ALWAYS AS (entry ->> '$.object.type') VIRTUAL,
  object_id TEXT NOT NULL GENERATED ALWAYS AS (entry ->> '$.object.id') VIRTUAL
) STRICT;
CREATE INDEX audit_entries_by_object ON audit_entries (object_type, object_id, seq);
CREATE TABLE audit_nodes (
  level INTEGER NOT NULL CHECK (level >= 1), node_index INTEGER NOT NULL CHECK (node_index >= 0),
  hash BLOB NOT NULL CHECK (length(hash) = 32), PRIMARY KEY (level, node_index)
) ${end}
CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries
  BEGIN SELECT RAISE(ABORT, 'AUDIT_IMMUTABLE: audit entries are never changed'); END;
CREATE TRIGGER audit_entries_no_delete BEFORE DELETE ON audit_entries
  BEGIN SELECT RAISE(ABORT, 'AUDIT_IMMUTABLE: audit entries are never deleted'); END;
CREATE TRIGGER audit_entries_in_order BEFORE INSERT ON audit_entries
  WHEN NEW.seq <> (SELECT coalesce(max(seq), -1) + 1 FROM audit_entries)
  BEGIN SELECT RAISE(ABORT, 'AUDIT_ORDER: an audit entry goes to the end of the log'); END;
CREATE TRIGGER audit_nodes_no_update BEFORE UPDATE ON audit_nodes
  BEGIN SELECT RAISE(ABORT, 'AUDIT_IMMUTABLE: tree nodes are never changed'); END;
CREATE TRIGGER audit_nodes_no_delete BEFORE DELETE ON audit_nodes
  BEGIN SELECT RAISE(ABORT, 'AUDIT_IMMUTABLE: tree nodes are never deleted'); END;
CREATE TRIGGER audit_nodes_no_replace BEFORE INSERT ON audit_nodes
  WHEN EXISTS (SELECT 1 FROM audit_nodes WHERE level = NEW.level AND node_index = NEW.node_index)
  BEGIN SELECT RAISE(ABORT, 'AUDIT_ORDER: a tree node is written once'); END;
`;

const boards = `
CREATE TABLE parts (${key}, number TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL ${time('created_at')}) ${end}
CREATE TABLE lots (${key}, part_id TEXT REFERENCES parts (id), number TEXT NOT NULL,
  created_at TEXT NOT NULL ${time('created_at')}) ${end}
CREATE UNIQUE INDEX lots_by_number ON lots (number, coalesce(part_id, ''));
CREATE TABLE boards (${key}, part_id TEXT REFERENCES parts (id), serial TEXT NOT NULL,
  created_at TEXT NOT NULL ${time('created_at')}) ${end}
CREATE UNIQUE INDEX boards_by_serial ON boards (serial, coalesce(part_id, ''));
CREATE TABLE recipes (${key}, name TEXT NOT NULL, version INTEGER NOT NULL CHECK (version >= 1),
  content TEXT NOT NULL CHECK (json_valid(content)), content_sha256 TEXT NOT NULL ${sha256('content_sha256')},
  created_at TEXT NOT NULL ${time('created_at')}, ${auditSeq},
  UNIQUE (name, version), UNIQUE (name, content_sha256)) ${end}
CREATE TABLE images (
  sha256 TEXT NOT NULL PRIMARY KEY ${sha256('sha256')}, bytes INTEGER NOT NULL CHECK (bytes > 0),
  format TEXT NOT NULL, stored_path TEXT NOT NULL, created_at TEXT NOT NULL ${time('created_at')}) ${end}
`;

const inspections = `
CREATE TABLE inspections (
  ${key}, station TEXT NOT NULL,
  part_id TEXT REFERENCES parts (id), lot_id TEXT REFERENCES lots (id), board_id TEXT REFERENCES boards (id),
  image_sha256 TEXT NOT NULL REFERENCES images (sha256), run INTEGER NOT NULL CHECK (run >= 1),
  recipe_id TEXT NOT NULL REFERENCES recipes (id),
  status TEXT NOT NULL CHECK (status IN ('pending', 'processing', 'completed', 'failed')),
  verdict TEXT CHECK (verdict IN ('pass', 'fail')),
  registration_dx REAL, registration_dy REAL, registration_angle REAL, registration_scale REAL,
  registration_score REAL CHECK (registration_score BETWEEN 0 AND 1),
  registration_poor INTEGER NOT NULL CHECK (registration_poor IN (0, 1)),
  error_code TEXT, error_message TEXT,
  result_sha256 TEXT NOT NULL ${sha256('result_sha256')}, revision INTEGER NOT NULL CHECK (revision >= 1),
  ${person}, started_at TEXT NOT NULL ${time('started_at')}, recorded_at TEXT NOT NULL ${time('recorded_at')},
  mono_ms INTEGER NOT NULL CHECK (mono_ms >= 0), boot_id TEXT NOT NULL, ${auditSeq},
  CHECK ((status = 'failed') = (error_code IS NOT NULL)),
  CHECK (verdict IS NULL OR status = 'completed')) ${end}
CREATE UNIQUE INDEX inspections_once ON inspections (image_sha256, coalesce(part_id, ''), coalesce(board_id, ''), run);
CREATE INDEX inspections_by_time ON inspections (started_at, id);
CREATE INDEX inspections_by_lot ON inspections (lot_id, started_at, id);
CREATE INDEX inspections_by_board ON inspections (board_id, started_at, id);
CREATE TABLE inspection_images (
  inspection_id TEXT NOT NULL REFERENCES inspections (id), role TEXT NOT NULL CHECK (role IN ('board', 'golden')),
  sha256 TEXT NOT NULL REFERENCES images (sha256), width INTEGER CHECK (width > 0), height INTEGER CHECK (height > 0),
  source_path TEXT NOT NULL, PRIMARY KEY (inspection_id, role)) ${end}
CREATE TABLE inferences (
  ${key}, inspection_id TEXT NOT NULL REFERENCES inspections (id), model_name TEXT NOT NULL,
  model_version TEXT NOT NULL, model_sha256 TEXT NOT NULL ${sha256('model_sha256')}, provider TEXT NOT NULL,
  used_golden INTEGER NOT NULL CHECK (used_golden IN (0, 1)), timings_ms TEXT NOT NULL CHECK (json_valid(timings_ms))) ${end}
CREATE INDEX inferences_by_inspection ON inferences (inspection_id);
CREATE TABLE defects (
  ${key}, inspection_id TEXT NOT NULL REFERENCES inspections (id), position INTEGER NOT NULL CHECK (position >= 0),
  type TEXT NOT NULL, x REAL NOT NULL, y REAL NOT NULL, width REAL NOT NULL CHECK (width >= 0),
  height REAL NOT NULL CHECK (height >= 0), confidence REAL CHECK (confidence BETWEEN 0 AND 1),
  severity TEXT NOT NULL CHECK (severity IN ('low', 'medium', 'high', 'critical')),
  origin TEXT NOT NULL CHECK (origin IN ('model', 'operator'))) ${end}
CREATE UNIQUE INDEX defects_by_inspection ON defects (inspection_id, position);
`;

const review = `
CREATE TABLE verifications (
  ${key}, inspection_id TEXT NOT NULL REFERENCES inspections (id), defect_id TEXT NOT NULL REFERENCES defects (id),
  verification TEXT NOT NULL CHECK (verification IN ('not_verified', 'confirmed', 'rejected', 'accepted', 'repaired')),
  reason TEXT NOT NULL, ${person}, ${moment}, ${auditSeq}) ${end}
CREATE INDEX verifications_by_inspection ON verifications (inspection_id, defect_id, audit_seq);
CREATE TABLE annotations (
  ${key}, inspection_id TEXT NOT NULL REFERENCES inspections (id), defect_id TEXT REFERENCES defects (id),
  kind TEXT NOT NULL CHECK (kind IN ('false_positive', 'missed_detection', 'incorrect_box', 'incorrect_label')),
  x REAL, y REAL, width REAL CHECK (width >= 0), height REAL CHECK (height >= 0), label TEXT, notes TEXT NOT NULL,
  ${person}, ${moment}, ${auditSeq}) ${end}
CREATE INDEX annotations_by_inspection ON annotations (inspection_id, audit_seq);
CREATE TABLE reports (
  ${key}, inspection_id TEXT NOT NULL REFERENCES inspections (id), path TEXT NOT NULL,
  sha256 TEXT NOT NULL ${sha256('sha256')}, bytes INTEGER NOT NULL CHECK (bytes > 0),
  created_at TEXT NOT NULL ${time('created_at')}, ${auditSeq}) ${end}
CREATE INDEX reports_by_inspection ON reports (inspection_id, audit_seq);
`;

const housekeeping = `
CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE ${uuid('id')},
  kind TEXT NOT NULL CHECK (kind IN ('inspection', 'verification', 'annotation', 'report', 'audit_checkpoint')),
  object_id TEXT NOT NULL, revision INTEGER NOT NULL CHECK (revision >= 1),
  payload_sha256 TEXT NOT NULL ${sha256('payload_sha256')},
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'sent', 'set_aside')),
  tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0), next_try_at TEXT, last_error TEXT,
  created_at TEXT NOT NULL ${time('created_at')}) STRICT;
CREATE UNIQUE INDEX outbox_once ON outbox (object_id, kind, revision);
CREATE INDEX outbox_waiting ON outbox (position) WHERE state = 'pending';
CREATE TABLE settings (
  key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value)),
  updated_at TEXT NOT NULL ${time('updated_at')}, ${auditSeq}) ${end}
CREATE TABLE quarantine (
  ${key}, source_path TEXT NOT NULL, stored_path TEXT, sha256 TEXT ${sha256('sha256')},
  bytes INTEGER CHECK (bytes >= 0), code TEXT NOT NULL, message TEXT NOT NULL, ${moment}, ${auditSeq}) ${end}
CREATE INDEX quarantine_by_time ON quarantine (time, id);
`;

export const firstTables: Migration = { version: 1, sql: log + boards + inspections + review + housekeeping };
