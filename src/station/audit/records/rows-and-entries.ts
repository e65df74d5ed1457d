/** Every row that a change left behind against the entry of that change, and the other way round. */
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
  /** Later entries of an object replace its row. */
  readonly isReplaced?: boolean;
}

const person = { actor_id: '$.actor.id', actor_name: '$.actor.name' };

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
      error_code: '$.after.error',
      image_sha256: '$.refs.image',
      result_sha256: '$.refs.result',
      run: '$.after.run',
      recorded_at: '$.time',
      station: '$.station',
      ...person,
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
      time: '$.time',
      ...person,
    },
  },
  {
    table: 'sign_offs',
    key: 'id',
    actions: ['board.signed_off', 'board.reopened'],
    object: 'inspection_id',
    says: { verdict: '$.after.verdict', note: '$.reason', cause: '$.after.cause', time: '$.time', ...person },
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
      time: '$.time',
      ...person,
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
    says: { sha256: '$.refs.image', source_path: '$.after.source', code: '$.reason' },
  },
  {
    table: 'settings',
    key: 'key',
    actions: ['setting.changed'],
    object: 'key',
    says: { value: '$.after.value' },
    isReplaced: true,
  },
];

/** The first row or entry without its counterpart, and the first that says something else; null where all agree. */
export function rowDamage(db: Database): RecordDamage | null {
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

function changedRow(db: Database, { table, key, actions, object, says }: RecordedTable): RecordDamage | null {
  const differs = Object.entries(says).map(([column, path]) => {
    const held = column.includes('(') ? column : `row.${column}`;
    const name = column.replaceAll(/.*row\.(\w+).*/g, '$1');
    return `WHEN json_type(entry.entry, '${path}') IS NOT NULL AND ${held} IS NOT entry.entry ->> '${path}' THEN '${name}'`;
  });
  const sql = `SELECT row.audit_seq AS seq, row.${key} AS id, CASE
      WHEN entry.action IS NULL OR entry.action NOT IN (${quoted(actions)}) OR entry.object_id IS NOT row.${object}
        THEN 'place in the log'
      ${differs.join('\n      ')} END AS what
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

const quoted = (words: readonly string[]): string => words.map((word) => `'${word}'`).join(', ');
