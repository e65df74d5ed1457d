/** What the station has recorded, read from outside the program after it has ended. */
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { fiducial } from '../../test/acceptance/run-fiducial.ts';

export interface LogReport {
  readonly ok: boolean;
  readonly size?: number;
  readonly index?: number;
  readonly damage?: string;
}

/** What the independent check of the log says, as an auditor runs it. */
export async function verifyLog(
  dataDir: string,
): Promise<{ readonly status: number | null; readonly report: LogReport }> {
  const run = await fiducial(['audit', 'verify', '--data-dir', dataDir, '--json']);
  return { status: run.status, report: JSON.parse(run.stdout) as LogReport };
}

interface LogEntry {
  readonly action: string;
  readonly object: { readonly type: string; readonly id: string };
  readonly actor: { readonly name: string };
  readonly reason: string;
  readonly after: Readonly<Record<string, unknown>>;
}

export async function logEntries(dataDir: string): Promise<readonly LogEntry[]> {
  const run = await fiducial(['audit', 'show', '--last', '10000', '--data-dir', dataDir, '--json']);
  return run.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogEntry);
}

export interface BoardRecord {
  readonly id: string;
  /** Null where nobody named one. */
  readonly serial: string | null;
  /** That holds now. */
  readonly verdict: string | null;
  readonly shelf: string | null;
  /** Verifications of its defects, in the order of types. */
  readonly decisions: readonly string[];
}

/** Every inspection, in the order of their starts. */
export function boardRecords(dataDir: string): readonly BoardRecord[] {
  const db = new BetterSqlite3(join(dataDir, 'station.db'), { readonly: true });
  try {
    const rows = db
      .prepare(
        `SELECT inspections.id, serial, standing_verdict AS verdict, shelf,
          (SELECT json_group_array(verification) FROM (
            SELECT verification FROM defects WHERE inspection_id = inspections.id ORDER BY type, position
          )) AS decisions
        FROM inspections LEFT JOIN boards ON boards.id = inspections.board_id ORDER BY place`,
      )
      .all() as (Omit<BoardRecord, 'decisions'> & { readonly decisions: string })[];
    return rows.map((row) => ({ ...row, decisions: JSON.parse(row.decisions) as string[] }));
  } finally {
    db.close();
  }
}
