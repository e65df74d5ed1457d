import { sql } from 'kysely';
import type { InspectionId } from '../../core/kernel/ids.ts';
import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { type BoardRows, findBoard } from './identity.ts';

export interface FoundInspection {
  readonly id: InspectionId;
  readonly run: number;
  readonly auditSeq: number;
}

type BoardKey = Omit<BoardRows, 'lotId'>;

/** The newest completed inspection of this image (hex SHA-256) as this part and serial; null where there is none. */
export function findInspection(
  db: Database,
  image: { readonly sha256: string; readonly part: string | null; readonly serial: string | null },
): Result<FoundInspection | null, DbError> {
  return db.read(() => {
    const board = findBoard(db, image.part, image.serial);
    return board === null ? null : findCompletedRun(db, image.sha256, board);
  });
}

/** As `findInspection`, by row ids. */
export function findCompletedRun(db: Database, imageSha256: string, board: BoardKey): FoundInspection | null {
  const row = db.get(completedRunQuery(db, imageSha256, board));
  return row === undefined ? null : { id: row.id as InspectionId, run: row.run, auditSeq: row.audit_seq };
}

/** The query by itself, so that a test can ask SQLite for its plan. */
export const completedRunQuery = (db: Database, imageSha256: string, board: BoardKey) =>
  runsOf(db, imageSha256, board)
    .select(['id', 'run', 'audit_seq'])
    .where('status', '=', 'completed')
    .orderBy('run', 'desc')
    .limit(1);

/** Number of the next run, from 1. The unique index `inspections_once` holds it to one inspection. */
export function nextRun(db: Database, imageSha256: string, board: BoardKey): number {
  const row = db.get(runsOf(db, imageSha256, board).select('run').orderBy('run', 'desc').limit(1));
  return (row?.run ?? 0) + 1;
}

/** Failed runs of the image that still wait for a person. */
export const waitingFailedRuns = (db: Database, imageSha256: string, board: BoardKey): readonly string[] =>
  db
    .all(runsOf(db, imageSha256, board).select('id').where('status', '=', 'failed').where('shelf', '=', 'review'))
    .map(({ id }) => id);

// Spelled as in the index `inspections_once`, or SQLite does not use it.
const runsOf = (db: Database, imageSha256: string, board: BoardKey) =>
  db.query
    .selectFrom('inspections')
    .where('image_sha256', '=', imageSha256)
    .where(sql`coalesce(part_id, '')`, '=', board.partId ?? '')
    .where(sql`coalesce(board_id, '')`, '=', board.boardId ?? '');
