import { type BoardId, type LotId, newId, type PartId } from '../../core/kernel/ids.ts';
import type { Database } from '../db/database.ts';
import { statement } from '../db/statement.ts';

/** What is inspected, by the names people use; null where nobody named it. */
export interface BoardNames {
  readonly part: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
}

export interface BoardRows {
  readonly partId: string | null;
  readonly lotId: string | null;
  readonly boardId: string | null;
}

/** Rows of a part, lot and board; made where they are missing. Inside a write transaction. */
export function ensureBoard(db: Database, names: BoardNames, now: string): BoardRows {
  const partId = names.part === null ? null : ensurePart(db, names.part, now);
  const lotId = names.lot === null ? null : ensureLot(db, names.lot, partId, now);
  const boardId = names.serial === null ? null : ensureSerial(db, names.serial, partId, now);
  return { partId, lotId, boardId };
}

/** Rows of a part and board, or null where one that is named is not known yet. */
export function findBoard(db: Database, part: string | null, serial: string | null): Omit<BoardRows, 'lotId'> | null {
  const partId = part === null ? null : findPart(db, part);
  if (partId === undefined) return null;
  const boardId = serial === null ? null : findSerial(db, serial, partId);
  return boardId === undefined ? null : { partId, boardId };
}

interface IdRow {
  readonly id: string;
}

// Spelled as in the unique indexes, or SQLite does not use them.
const serialQuery = "SELECT id FROM boards WHERE serial = ? AND coalesce(part_id, '') = ?";
const lotQuery = "SELECT id FROM lots WHERE number = ? AND coalesce(part_id, '') = ?";

const findPart = (db: Database, number: string): string | undefined =>
  db.get(statement<IdRow>('SELECT id FROM parts WHERE number = ?', [number]))?.id;

const findSerial = (db: Database, serial: string, partId: string | null): string | undefined =>
  db.get(statement<IdRow>(serialQuery, [serial, partId ?? '']))?.id;

function ensurePart(db: Database, number: string, now: string): string {
  const known = findPart(db, number);
  if (known !== undefined) return known;
  const id = newId<PartId>();
  db.insert('parts', { id, number, created_at: now });
  return id;
}

function ensureLot(db: Database, number: string, partId: string | null, now: string): string {
  const known = db.get(statement<IdRow>(lotQuery, [number, partId ?? '']));
  if (known !== undefined) return known.id;
  const id = newId<LotId>();
  db.insert('lots', { id, part_id: partId, number, created_at: now });
  return id;
}

function ensureSerial(db: Database, serial: string, partId: string | null, now: string): string {
  const known = findSerial(db, serial, partId);
  if (known !== undefined) return known;
  const id = newId<BoardId>();
  db.insert('boards', { id, part_id: partId, serial, created_at: now });
  return id;
}
