/** Every row that a change left behind against the entry of that change, and the other way round. */
import { reasonInEnglish, standardReasons } from '../../../core/review/standard-reasons.ts';
import type { Database } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import { changed, type RecordDamage } from './record-damage.ts';

interface RecordedTable {
  readonly table: string;
  readonly key: string;
  /** Entries that each leave a row. */
  readonly actions: readonly string[];
  /** Column that holds the id of the entry's object. */
  readonly object: string;
  /** What a column holds by where the entry says it. An entry that says nothing of it is not asked. */
  readonly says: Readonly<Record<string, string>>;
  /** What is compared otherwise: a condition of `row` and `entry` that holds where they differ. */
  readonly differs?: Readonly<Record<string, string>>;
  /** Later entries of an object replace its row. */
  readonly isReplaced?: boolean;
}

const person = { actor_id: '$.actor.id', actor_name: '$.actor.name' };
const moment = { time: '$.time', mono_ms: '$.mono.ms', boot_id: '$.mono.boot' };

/** Of a word that an undo made hold again: whose it was. An entry that names nobody is somebody's own word. */
const restoring = (table: string) => ({
  restores: `(SELECT said.actor_name FROM ${table} AS said WHERE said.id = row.restores) IS NOT entry.entry ->> '$.after.by'`,
});

/** The log has standard reasons in English. */
const reasonInLog = `CASE row.reason ${standardReasons
  .map((id) => `WHEN '${id}' THEN '${reasonInEnglish(id)}'`)
  .join(' ')} ELSE row.reason END`;

const imageOf = (role: 'board' | 'golden') =>
  `(SELECT sha256 FROM inspection_images AS shown WHERE shown.inspection_id = row.id AND shown.role = '${role}')`;

const recordedTables: readonly RecordedTable[] = [
  {
    table: 'recipes',
    key: 'id',
    actions: ['recipe.versioned'],
    object: 'id',
    says: { content_sha256: '$.refs.recipe', name: '$.after.name', version: '$.after.version' },
  },
  {
    table: 'inspections',
    key: 'id',
    actions: ['inspection.completed', 'inspection.failed'],
    object: 'id',
    says: {
      status: '$.after.status',
      "coalesce(row.verdict, 'undecided')": '$.after.verdict',
      "coalesce((SELECT number FROM parts WHERE parts.id = row.part_id), '')": '$.after.part',
      "coalesce((SELECT number FROM lots WHERE lots.id = row.lot_id), '')": '$.after.lot',
      "coalesce((SELECT serial FROM boards WHERE boards.id = row.board_id), '')": '$.after.serial',
      '(SELECT content_sha256 FROM recipes WHERE recipes.id = row.recipe_id)': '$.refs.recipe',
      error_code: '$.after.error',
      image_sha256: '$.refs.image',
      result_sha256: '$.refs.result',
      run: '$.after.run',
      recorded_at: '$.time',
      mono_ms: '$.mono.ms',
      boot_id: '$.mono.boot',
      started_at: '$.after.started',
      station: '$.station',
      ...person,
    },
    differs: {
      error_code: "(row.status = 'failed') IS NOT (row.error_code IS NOT NULL)",
      'image of the board': `${imageOf('board')} IS NOT entry.entry ->> '$.refs.image'`,
      'golden image': `${imageOf('golden')} IS NOT entry.entry ->> '$.refs.golden'`,
    },
  },
  {
    table: 'verifications',
    key: 'id',
    actions: ['verification.set'],
    object: 'defect_id',
    says: {
      verification: '$.after.verification',
      inspection_id: '$.after.inspection',
      note: '$.after.note',
      cause: '$.after.cause',
      [`(${reasonInLog})`]: '$.reason',
      ...moment,
      ...person,
    },
    differs: restoring('verifications'),
  },
  {
    table: 'sign_offs',
    key: 'id',
    actions: ['board.signed_off', 'board.reopened'],
    object: 'inspection_id',
    says: {
      verdict: '$.after.verdict',
      note: '$.reason',
      cause: '$.after.cause',
      printed_name: '$.after.signer',
      factor: '$.after.factor',
      "replace(row.meaning, '_', ' ')": '$.after.meaning',
      ...moment,
      ...person,
    },
    differs: {
      kind: "(row.kind = 'signed') IS NOT (entry.action = 'board.signed_off')",
      ...restoring('sign_offs'),
    },
  },
  {
    table: 'annotation_revisions',
    key: 'id',
    actions: ['annotation.made', 'annotation.removed'],
    object: 'annotation_id',
    says: {
      inspection_id: '$.after.inspection',
      revision: '$.after.revision',
      kind: '$.after.kind',
      cause: '$.after.cause',
      ...moment,
      ...person,
    },
    differs: {
      removed: "(row.removed = 1) IS NOT (entry.action = 'annotation.removed')",
      ...restoring('annotation_revisions'),
    },
  },
  {
    table: 'reports',
    key: 'id',
    actions: ['report.created'],
    object: 'id',
    says: { inspection_id: '$.after.inspection', sha256: '$.refs.report' },
  },
  {
    table: 'quarantine',
    key: 'id',
    actions: ['image.quarantined'],
    object: 'id',
    says: { sha256: '$.refs.image', source_path: '$.after.source', code: '$.reason', ...moment },
  },
  {
    table: 'settings',
    key: 'key',
    actions: ['setting.changed'],
    object: 'key',
    says: { value: '$.after.value', updated_at: '$.time' },
    isReplaced: true,
  },
];

/** The first row or entry without its counterpart, and the first that says something else; null where all agree. */
export function rowDamage(db: Database): RecordDamage | null {
  const unkept = imageNowhere(db) ?? epochElsewhere(db) ?? otherRoot(db);
  if (unkept !== null) return unkept;
  for (const table of recordedTables) {
    const found = changedRow(db, table) ?? missingRow(db, table);
    if (found !== null) return found;
  }
  return null;
}

interface ChangedRow {
  readonly seq: number;
  readonly id: string;
  readonly what: string;
}

function changedRow(
  db: Database,
  { table, key, actions, object, says, differs = {} }: RecordedTable,
): RecordDamage | null {
  const saysOther = Object.entries(says).map(([column, path]) => {
    const held = column.includes('(') ? column : `row.${column}`;
    const name = /row\.(\w+)/.exec(column)?.[1] ?? column;
    return `WHEN json_type(entry.entry, '${path}') IS NOT NULL AND ${held} IS NOT entry.entry ->> '${path}' THEN '${name}'`;
  });
  const isOther = Object.entries(differs).map(([name, condition]) => `WHEN ${condition} THEN '${name}'`);
  const sql = `SELECT row.audit_seq AS seq, row.${key} AS id, CASE
      WHEN entry.action IS NULL OR entry.action NOT IN (${quoted(actions)}) OR entry.object_id IS NOT row.${object}
        THEN 'place in the log'
      ${saysOther.join('\n      ')}
      ${isOther.join('\n      ')} END AS what
    FROM ${table} AS row LEFT JOIN audit_entries AS entry ON entry.seq = row.audit_seq
    WHERE what IS NOT NULL ORDER BY row.audit_seq LIMIT 1`;
  const found = db.get(statement<ChangedRow>(sql, []));
  if (found === undefined) return null;
  return changed(found.seq, `the ${found.what} of ${found.id} in ${table} is not what the entry says`);
}

function missingRow(db: Database, { table, actions, object, isReplaced }: RecordedTable): RecordDamage | null {
  const newest = isReplaced
    ? `AND seq = (SELECT max(later.seq) FROM audit_entries AS later WHERE later.object_id = audit_entries.object_id
        AND later.action IN (${quoted(actions)}))`
    : '';
  const sql = `SELECT seq, object_id AS id FROM audit_entries WHERE action IN (${quoted(actions)})
    AND seq NOT IN (SELECT audit_seq FROM ${table}) ${newest} ORDER BY seq LIMIT 1`;
  const found = db.get(statement<{ readonly seq: number; readonly id: string }>(sql, []));
  if (found === undefined) return null;
  const whose = object === 'id' ? found.id : `what the entry says of ${found.id}`;
  return { index: found.seq, damage: 'record_missing', message: `${whose} is not in ${table} any more` };
}

/** An image's row says where its original lies; without it nobody finds the original. */
function imageNowhere(db: Database): RecordDamage | null {
  const sql = `SELECT i.audit_seq AS seq, i.id FROM inspection_images AS shown JOIN inspections AS i ON i.id = shown.inspection_id
    WHERE shown.sha256 NOT IN (SELECT sha256 FROM images) ORDER BY i.audit_seq LIMIT 1`;
  const found = db.get(statement<{ readonly seq: number; readonly id: string }>(sql, []));
  if (found === undefined) return null;
  return {
    index: found.seq,
    damage: 'record_missing',
    message: `an image of inspection ${found.id} is not in images any more`,
  };
}

/** Where an epoch begins is kept beside its key; the entry there says so itself. */
function epochElsewhere(db: Database): RecordDamage | null {
  const sql = `SELECT epoch.started_seq AS seq, epoch.number AS id FROM audit_epochs AS epoch
    LEFT JOIN audit_entries AS entry ON entry.seq = epoch.started_seq
    WHERE entry.entry ->> '$.after.epoch' IS NOT epoch.number OR entry.entry ->> '$.after.vkey' IS NOT epoch.vkey
    ORDER BY epoch.number LIMIT 1`;
  const found = db.get(statement<{ readonly seq: number; readonly id: number }>(sql, []));
  return found === undefined
    ? null
    : changed(found.seq, `epoch ${found.id} of the keys does not begin where it is said to`);
}

/** The root beside a checkpoint is that of its note, which is signed. */
function otherRoot(db: Database): RecordDamage | null {
  const sql = 'SELECT size, root, note FROM audit_checkpoints ORDER BY size';
  type CheckpointRoot = { readonly size: number; readonly root: Uint8Array; readonly note: string };
  for (const { size, root, note } of db.iterate(statement<CheckpointRoot>(sql, []))) {
    if (Buffer.from(root).toString('base64') !== note.split('\n')[2])
      return changed(size - 1, `the root beside the checkpoint of ${size} entries is not the one that was signed`);
  }
  return null;
}

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
