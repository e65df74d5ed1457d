import type { Database } from '../../../src/station/db/database.ts';
import { statement } from '../../../src/station/db/statement.ts';

/** Which rows of a table belong to inspections, whose ids are a JSON list. */
const rowsOf: Readonly<Record<string, string>> = {
  inspections: 'id IN ids',
  inspection_images: 'inspection_id IN ids',
  inferences: 'inspection_id IN ids',
  defects: 'inspection_id IN ids',
  verifications: 'inspection_id IN ids',
  sign_offs: 'inspection_id IN ids',
  boards: 'id IN (SELECT board_id FROM inspections WHERE id IN ids)',
  lots: 'id IN (SELECT lot_id FROM inspections WHERE id IN ids)',
  images: 'sha256 IN (SELECT sha256 FROM inspection_images WHERE inspection_id IN ids)',
  audit_entries: 'object_id IN ids',
  outbox: 'object_id IN ids',
};

/** Shares of a table's rows: common is what one group has at least so often, missing what the other has at most so often. */
const common = 0.2;
const missing = 0.04;
/** Of inspections, or a table's rows, that say something about the others. */
const fewest = 25;

/**
 * What tells two groups of inspections apart: `TABLE.COLUMN: FORM` for each form that values of a column often have in one
 * group and hardly ever in the other. A form is the value without its numbers, ids, hashes and moments; of numbers, the kind.
 */
export function toldApart(db: Database, one: readonly string[], other: readonly string[]): readonly string[] {
  return Object.keys(rowsOf).flatMap((table) => {
    const [a, b] = [formsOf(db, table, one), formsOf(db, table, other)];
    if (a === null || b === null) return [];
    const names = [...new Set([...a.keys(), ...b.keys()])];
    return names
      .filter((name) => {
        const shares = [a.get(name) ?? 0, b.get(name) ?? 0];
        return Math.max(...shares) >= common && Math.min(...shares) <= missing;
      })
      .map((name) => `${table}.${name}`);
  });
}

function formsOf(db: Database, table: string, ids: readonly string[]): ReadonlyMap<string, number> | null {
  const where = String(rowsOf[table]);
  const sql = `WITH ids (id) AS (SELECT value FROM json_each(?)) SELECT * FROM ${table} WHERE ${where}`;
  const rows = db.all(statement<Record<string, unknown>>(sql, [JSON.stringify(ids)]));
  if (rows.length < fewest) return null;
  const counts = new Map<string, number>();
  for (const row of rows) {
    for (const [column, value] of Object.entries(row)) {
      const form = `${column}: ${formOf(value)}`;
      counts.set(form, (counts.get(form) ?? 0) + 1 / rows.length);
    }
  }
  return counts;
}

function formOf(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : typeof value;
  return value
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'ID')
    .replace(/[0-9a-f]{64}/g, 'HASH')
    .replace(/images\/[0-9a-f]{2}\//, 'images/')
    .replace(/\d+(\.\d+)?/g, 'N');
}

interface Pair {
  readonly shelf: 'review' | 'done';
  readonly inspected: readonly string[];
  readonly copied: readonly string[];
}

/**
 * For each shelf, those of the `last` inspections that lie there, and as many from before them: half of these the newest,
 * half from the middle. A shelf that either has hardly anything of is left out.
 */
export function inspectedAndCopied(db: Database, last: number): readonly Pair[] {
  const seq = Number(db.scalar(`SELECT audit_seq FROM inspections ORDER BY audit_seq DESC LIMIT 1 OFFSET ${last}`));
  const ids = (shelf: string, sign: '>' | '<=', limit: number, offset: number) =>
    db.all(newestRecorded(shelf, sign, [seq, limit, offset])).map(({ id }) => id);
  const half = Math.max(150, last / 2);
  return (['review', 'done'] as const)
    .map((shelf) => {
      const all = Number(
        db.scalar(`SELECT count(*) FROM inspections WHERE shelf = '${shelf}' AND audit_seq <= ${seq}`),
      );
      const middle = Math.max(half, Math.floor(all / 2));
      return {
        shelf,
        inspected: ids(shelf, '>', last, 0),
        copied: [...ids(shelf, '<=', half, 0), ...ids(shelf, '<=', half, middle)],
      };
    })
    .filter(({ inspected, copied }) => Math.min(inspected.length, copied.length) >= fewest);
}

const newestRecorded = (shelf: string, sign: string, numbers: readonly [number, number, number]) =>
  statement<{ id: string }>(
    `SELECT id FROM inspections WHERE shelf = '${shelf}' AND audit_seq ${sign} ? ORDER BY audit_seq DESC LIMIT ? OFFSET ?`,
    numbers,
  );
