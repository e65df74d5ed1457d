/** The ledger page by page, each item with the board that it belongs to. */
import type { Result } from '../../core/kernel/result.ts';
import { type OutboxKind, type OutboxLane, type OutboxState, outboxLanes } from '../../core/sync/outbox.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { statement } from '../db/statement.ts';

export interface LedgerItem {
  readonly position: number;
  readonly id: string;
  readonly kind: OutboxKind;
  readonly objectId: string;
  readonly revision: number;
  readonly state: OutboxState;
  readonly tries: number;
  /** Of the last try that failed; null after one that did not. Of an item that was skipped: without a code, a person's reason. */
  readonly error: { readonly code: string; readonly words: string } | null;
  /** Why a person skipped it. */
  readonly skippedBecause: string | null;
  /** What the service answered. */
  readonly receipt: Readonly<Record<string, unknown>> | null;
  readonly createdAt: string;
  readonly settledAt: string | null;
  /** Null where what it tells of is not there. */
  readonly board: LedgerBoard | null;
}

interface LedgerBoard {
  readonly inspectionId: string;
  readonly part: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
}

export interface LedgerPage {
  readonly items: readonly LedgerItem[];
  /** To be given as `before`; null on the last page. A page may be short of its limit, even empty, and not the last. */
  readonly next: number | null;
}

export interface LedgerQuery {
  readonly state?: OutboxState | undefined;
  /** Anywhere in the part, the lot, the serial, the last error or an id, in any case of letters. Empty: all. */
  readonly search?: string | undefined;
  readonly before?: number | null | undefined;
  readonly limit: number;
}

/** Items that one page looks through for a text; a rare word costs pages, never a stop of the thread. */
const searchReach = 4000;

/** Newest first. Errors: DB_*. */
export function ledgerPage(db: Database, { state, search, before, limit }: LedgerQuery): Result<LedgerPage, DbError> {
  const text = search?.trim().toLowerCase() ?? '';
  const reach = text === '' ? limit : Math.max(limit, searchReach);
  return db.read(() => {
    const rows = rowsOf(db, state, before ?? Number.MAX_SAFE_INTEGER, reach);
    const fitting = text === '' ? rows : rows.filter((row) => isIn(row, text));
    const items = fitting.slice(0, limit);
    const looked = fitting.length > limit ? items.at(-1) : rows.at(-1);
    const isEnd = rows.length < reach && fitting.length <= limit;
    return { items: items.map(toItem), next: isEnd ? null : (looked?.position ?? null) };
  });
}

/** One item; null where there is none of that id. Inside a read or a write. */
export function findItem(db: Database, id: string): LedgerItem | null {
  const row = db.get(statement<Row>(`${select} WHERE o.id = ?`, [id]));
  return row === undefined ? null : toItem(row);
}

interface Row {
  readonly position: number;
  readonly id: string;
  readonly kind: OutboxKind;
  readonly objectId: string;
  readonly revision: number;
  readonly state: OutboxState;
  readonly tries: number;
  readonly code: string | null;
  readonly words: string | null;
  readonly receipt: string | null;
  readonly createdAt: string;
  readonly settledAt: string | null;
  readonly inspectionId: string | null;
  readonly part: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
}

const select = `SELECT o.position, o.id, o.kind, o.object_id AS objectId, o.revision, o.state, o.tries, o.error_code AS code,
    o.last_error AS words, o.receipt, o.created_at AS createdAt, o.settled_at AS settledAt, i.id AS inspectionId,
    p.number AS part, l.number AS lot, b.serial
  FROM outbox o LEFT JOIN reports r ON o.kind = 'report' AND r.id = o.object_id
    LEFT JOIN inspections i ON i.id = coalesce(r.inspection_id, o.object_id)
    LEFT JOIN parts p ON p.id = i.part_id LEFT JOIN lots l ON l.id = i.lot_id LEFT JOIN boards b ON b.id = i.board_id`;

function rowsOf(db: Database, state: OutboxState | undefined, before: number, limit: number): readonly Row[] {
  if (state === undefined) return db.all(pageStatement({}, before, limit));
  // A state's items lie in three runs of the index, one for each lane; they are merged by their place.
  return outboxLanes
    .flatMap((lane) => db.all(pageStatement({ state, lane }, before, limit)))
    .sort((a, b) => b.position - a.position)
    .slice(0, limit);
}

/** The query by itself, so that a test can ask SQLite for its plan. */
export const pageStatement = (
  of: { readonly state?: OutboxState; readonly lane?: OutboxLane },
  before: number,
  limit: number,
) =>
  of.state === undefined
    ? statement<Row>(`${select} WHERE o.position < ? ORDER BY o.position DESC LIMIT ?`, [before, limit])
    : statement<Row>(`${select} WHERE o.state = ? AND o.lane = ? AND o.position < ? ORDER BY o.position DESC LIMIT ?`, [
        of.state,
        of.lane,
        before,
        limit,
      ]);

const isIn = ({ part, lot, serial, code, words, id, objectId }: Row, text: string): boolean =>
  [serial, lot, part, words, code, id, objectId].some((value) => value?.toLowerCase().includes(text) ?? false);

const toItem = ({ code, words, receipt, inspectionId, part, lot, serial, ...row }: Row): LedgerItem => ({
  ...row,
  error: code === null ? null : { code, words: words ?? '' },
  skippedBecause: row.state === 'skipped' ? words : null,
  receipt: receipt === null ? null : (JSON.parse(receipt) as Record<string, unknown>),
  board: inspectionId === null ? null : { inspectionId, part, lot, serial },
});
