import type { Migration } from './migration.ts';

// Frozen in time: later changes are later migrations. Words in CHECKs are spelled out here for that reason.

const time = (column: string) => `CHECK (${column} GLOB '????-??-??T??:??:??.???Z')`;
const uuid = (column: string) => `CHECK (length(${column}) = 36)`;
const key = `id TEXT NOT NULL PRIMARY KEY ${uuid('id')}`;
const auditSeq = 'audit_seq INTEGER NOT NULL REFERENCES audit_entries (seq)';
const person = 'actor_id TEXT NOT NULL, actor_name TEXT NOT NULL';
const moment = `time TEXT NOT NULL ${time('time')}, mono_ms INTEGER NOT NULL CHECK (mono_ms >= 0), boot_id TEXT NOT NULL`;
const cause = (column: string) =>
  `${column} TEXT NOT NULL DEFAULT 'person' CHECK (${column} IN ('person', 'undo', 'redo'))`;
const end = 'STRICT, WITHOUT ROWID;';

/** Decisions: rows are only added. What stands now is also kept with the defect, so that counting needs no history. */
const decisions = `
ALTER TABLE verifications ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE verifications ADD COLUMN ${cause('cause')};
ALTER TABLE defects ADD COLUMN verification TEXT NOT NULL DEFAULT 'not_verified'
  CHECK (verification IN ('not_verified', 'confirmed', 'rejected', 'accepted', 'repaired'));
UPDATE defects SET verification = coalesce((
  SELECT v.verification FROM verifications v
  WHERE v.inspection_id = defects.inspection_id AND v.defect_id = defects.id
  ORDER BY v.audit_seq DESC LIMIT 1), 'not_verified');
CREATE TABLE sign_offs (
  ${key}, inspection_id TEXT NOT NULL REFERENCES inspections (id),
  kind TEXT NOT NULL CHECK (kind IN ('signed', 'reopened')),
  verdict TEXT CHECK (verdict IN ('pass', 'fail')), note TEXT NOT NULL, ${cause('cause')},
  ${person}, ${moment}, ${auditSeq},
  CHECK ((kind = 'signed') = (verdict IS NOT NULL))) ${end}
CREATE INDEX sign_offs_by_inspection ON sign_offs (inspection_id, audit_seq);
`;

/** Each save or removal is a row: the newest revision of an annotation is what it says now. */
const annotations = `
CREATE TABLE annotation_revisions (
  ${key}, annotation_id TEXT NOT NULL ${uuid('annotation_id')}, revision INTEGER NOT NULL CHECK (revision >= 1),
  inspection_id TEXT NOT NULL REFERENCES inspections (id), defect_id TEXT REFERENCES defects (id),
  kind TEXT NOT NULL CHECK (kind IN ('false_positive', 'missed_detection', 'incorrect_box', 'incorrect_label')),
  x REAL, y REAL, width REAL CHECK (width >= 0), height REAL CHECK (height >= 0), label TEXT, notes TEXT NOT NULL,
  removed INTEGER NOT NULL CHECK (removed IN (0, 1)), ${cause('cause')},
  ${person}, ${moment}, ${auditSeq}) ${end}
INSERT INTO annotation_revisions
  SELECT id, id, 1, inspection_id, defect_id, kind, x, y, width, height, label, notes, 0, 'person',
    actor_id, actor_name, time, mono_ms, boot_id, audit_seq FROM annotations;
DROP TABLE annotations;
CREATE UNIQUE INDEX annotation_revisions_once ON annotation_revisions (annotation_id, revision);
CREATE INDEX annotation_revisions_by_inspection ON annotation_revisions (inspection_id, annotation_id, revision);
`;

/**
 * What lists show, kept with the inspection in the transaction of each change.
 * \`verdict\` stays as the run gave it (its hash is in the log); \`standing_verdict\` is what holds now.
 * \`shelf\`: 'review' waits for a person, 'done' is signed off, NULL is a failed run that was inspected again.
 */
const standing = `
ALTER TABLE inspections ADD COLUMN standing_verdict TEXT CHECK (standing_verdict IN ('pass', 'fail'));
ALTER TABLE inspections ADD COLUMN shelf TEXT CHECK (shelf IN ('review', 'done'));
ALTER TABLE inspections ADD COLUMN defect_count INTEGER NOT NULL DEFAULT 0 CHECK (defect_count >= 0);
ALTER TABLE inspections ADD COLUMN undecided_count INTEGER NOT NULL DEFAULT 0 CHECK (undecided_count >= 0);
ALTER TABLE inspections ADD COLUMN worst_severity TEXT
  CHECK (worst_severity IN ('low', 'medium', 'high', 'critical'));
ALTER TABLE inspections ADD COLUMN model TEXT;
UPDATE inspections SET
  standing_verdict = verdict,
  shelf = CASE WHEN status <> 'failed' OR NOT EXISTS (
    SELECT 1 FROM inspections later
    WHERE later.image_sha256 = inspections.image_sha256
      AND coalesce(later.part_id, '') = coalesce(inspections.part_id, '')
      AND coalesce(later.board_id, '') = coalesce(inspections.board_id, '')
      AND later.run > inspections.run) THEN 'review' END,
  defect_count = (SELECT count(*) FROM defects d WHERE d.inspection_id = inspections.id),
  undecided_count = (
    SELECT count(*) FROM defects d WHERE d.inspection_id = inspections.id AND d.verification = 'not_verified'),
  worst_severity = (
    SELECT d.severity FROM defects d WHERE d.inspection_id = inspections.id AND d.verification <> 'rejected'
    ORDER BY CASE d.severity WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END LIMIT 1),
  model = (SELECT f.model_name || '@' || f.model_version FROM inferences f WHERE f.inspection_id = inspections.id);
CREATE TABLE shelf_counts (
  shelf TEXT NOT NULL PRIMARY KEY CHECK (shelf IN ('review', 'done')), boards INTEGER NOT NULL CHECK (boards >= 0)) ${end}
INSERT INTO shelf_counts
  SELECT 'review', count(*) FROM inspections WHERE shelf = 'review' UNION ALL
  SELECT 'done', count(*) FROM inspections WHERE shelf = 'done';
CREATE TRIGGER inspections_shelved AFTER INSERT ON inspections BEGIN
  UPDATE shelf_counts SET boards = boards + 1 WHERE shelf = NEW.shelf;
END;
CREATE TRIGGER inspections_moved AFTER UPDATE OF shelf ON inspections WHEN OLD.shelf IS NOT NEW.shelf BEGIN
  UPDATE shelf_counts SET boards = boards - 1 WHERE shelf = OLD.shelf;
  UPDATE shelf_counts SET boards = boards + 1 WHERE shelf = NEW.shelf;
END;
CREATE TRIGGER inspections_removed AFTER DELETE ON inspections BEGIN
  UPDATE shelf_counts SET boards = boards - 1 WHERE shelf = OLD.shelf;
END;
`;

/**
 * What lists filter by. `place` orders inspections by their start: milliseconds since 1970 × 2048 + a count within the
 * millisecond, below 2^53 until 2109. `inspection_words` is an inverted index by place: SQLite's full-text search meets
 * any combination of words in time order (ADR 0013). Words are ASCII: a letter for the kind, then the value's bytes in hex.
 */
const words = `
ALTER TABLE inspections ADD COLUMN place INTEGER CHECK (place >= 0);
UPDATE inspections SET place = ranked.place FROM (
  SELECT id, (unixepoch(started_at) * 1000 + CAST(substr(started_at, 21, 3) AS INTEGER)) * 2048
    + row_number() OVER (PARTITION BY started_at ORDER BY id) - 1 AS place FROM inspections) AS ranked
  WHERE ranked.id = inspections.id;
CREATE UNIQUE INDEX inspections_by_place ON inspections (place);
CREATE INDEX inspections_by_shelf ON inspections (shelf, place);
CREATE INDEX inspections_tallied ON inspections (place, status, standing_verdict, part_id, model);
CREATE INDEX defects_tallied ON defects (inspection_id, type, verification);
CREATE VIRTUAL TABLE inspection_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii',
  prefix = '3 5 7 9 11 13 15 17 19 21 23 25');
INSERT INTO inspection_words (rowid, words)
  SELECT i.place, 's' || i.status || coalesce(' h' || i.shelf, '')
    || CASE WHEN i.status = 'completed' THEN ' v' || coalesce(i.standing_verdict, 'undecided') ELSE '' END
    || coalesce(' m' || hex(i.model), '') || coalesce(' a' || hex(p.number) || ' q' || hex(lower(p.number)), '')
    || coalesce(' l' || hex(l.number) || ' q' || hex(lower(l.number)), '')
    || coalesce(' n' || hex(b.serial) || ' q' || hex(lower(b.serial)), '')
    || coalesce((SELECT group_concat(DISTINCT ' t' || hex(d.type)) FROM defects d WHERE d.inspection_id = i.id), '')
    || coalesce((SELECT group_concat(DISTINCT ' p' || hex(v.actor_name)) FROM verifications v
      WHERE v.inspection_id = i.id), '')
  FROM inspections i
  LEFT JOIN parts p ON p.id = i.part_id LEFT JOIN lots l ON l.id = i.lot_id LEFT JOIN boards b ON b.id = i.board_id;
CREATE TABLE facets (
  kind TEXT NOT NULL CHECK (kind IN ('part', 'lot', 'type', 'model', 'person')), value TEXT NOT NULL,
  last_at TEXT NOT NULL ${time('last_at')}, PRIMARY KEY (kind, value)) ${end}
CREATE INDEX facets_by_time ON facets (kind, last_at);
INSERT INTO facets SELECT 'part', number, created_at FROM parts;
INSERT OR IGNORE INTO facets SELECT 'lot', number, created_at FROM lots;
INSERT INTO facets SELECT 'type', d.type, max(i.started_at) FROM defects d
  JOIN inspections i ON i.id = d.inspection_id GROUP BY d.type;
INSERT INTO facets SELECT 'model', model, max(started_at) FROM inspections WHERE model IS NOT NULL GROUP BY model;
INSERT INTO facets SELECT 'person', actor_name, max(time) FROM verifications GROUP BY actor_name;
`;

/** The log by what was done and by whose history. The columns are computed from the entry, whose bytes stay as they are. */
const log = `
ALTER TABLE audit_entries ADD COLUMN action TEXT NOT NULL GENERATED ALWAYS AS (entry ->> '$.action') VIRTUAL;
CREATE INDEX audit_entries_by_action ON audit_entries (action, seq);
CREATE INDEX audit_entries_by_object_id ON audit_entries (object_id, seq);
`;

export const review: Migration = { version: 2, sql: decisions + annotations + standing + words + log };
