import type { InspectionId } from '../../core/kernel/ids.ts';
import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { statement } from '../db/statement.ts';
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
  const row = db.get(completedRunQuery(imageSha256, board));
  return row === undefined ? null : { id: row.id as InspectionId, run: row.run, auditSeq: row.audit_seq };
}

/** The query by itself, so that a test can ask SQLite for its plan. */
export const completedRunQuery = (imageSha256: string, board: BoardKey) =>
  statement<{ readonly id: string; readonly run: number; readonly audit_seq: number }>(
    `SELECT id, run, audit_seq ${ofBoard} AND status = 'completed' ORDER BY run DESC LIMIT 1`,
    boardKey(imageSha256, board),
  );

/** Number of the next run, from 1. The unique index `inspections_once` holds it to one inspection. */
export function nextRun(db: Database, imageSha256: string, board: BoardKey): number {
  const query = `SELECT run ${ofBoard} ORDER BY run DESC LIMIT 1`;
  const row = db.get(statement<{ readonly run: number }>(query, boardKey(imageSha256, board)));
  return (row?.run ?? 0) + 1;
}

/** Failed runs of the image that still wait for a person. */
export function waitingFailedRuns(db: Database, imageSha256: string, board: BoardKey): readonly string[] {
  const query = `SELECT id ${ofBoard} AND status = 'failed' AND shelf = 'review'`;
  return db.all(statement<{ readonly id: string }>(query, boardKey(imageSha256, board))).map(({ id }) => id);
}

// Spelled as in the index `inspections_once`, or SQLite does not use it.
const ofBoard = "FROM inspections WHERE image_sha256 = ? AND coalesce(part_id, '') = ? AND coalesce(board_id, '') = ?";

const boardKey = (imageSha256: string, { partId, boardId }: BoardKey) => [imageSha256, partId ?? '', boardId ?? ''];
