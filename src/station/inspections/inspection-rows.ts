import { sql } from 'kysely';
import type { InspectionStatus, Severity, Verdict } from '../../core/inspection/vocabulary.ts';
import type { Result } from '../../core/kernel/result.ts';
import type { Database } from '../db/database.ts';
import type { DbError } from '../db/errors.ts';
import { type PageKey, type PageRequest, pagePlaces } from './pages.ts';

/** An inspection as the window's lists show it. */
export interface InspectionRow {
  readonly id: string;
  readonly part: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  readonly startedAt: string;
  readonly status: InspectionStatus;
  /** As it stands now. */
  readonly verdict: Verdict | null;
  readonly signedOff: boolean;
  readonly registrationPoor: boolean;
  readonly defects: number;
  readonly undecided: number;
  /** Of the defects that are not rejected. */
  readonly worstSeverity: Severity | null;
  readonly imageSha256: string;
  readonly model: { readonly name: string; readonly version: string } | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface RowPage {
  readonly rows: InspectionRow[];
  /** Null on the last page. */
  readonly next: PageKey | null;
}

/** A page of inspections that fit. Errors: DB_*. */
export function readRowPage(db: Database, request: PageRequest): Result<RowPage, DbError> {
  return db.snapshot(() => {
    const places = pagePlaces(db, { ...request, limit: request.limit + 1 });
    const rows = rowsAt(db, places.slice(0, request.limit));
    const last = rows.at(-1);
    const more = places.length > request.limit && last !== undefined;
    return { rows, next: more ? { startedAt: last.startedAt, id: last.id } : null };
  });
}

/** Rows of these inspections as they are now, in no particular order; an unknown id has none. Errors: DB_*. */
export function readRows(db: Database, ids: readonly string[]): Result<InspectionRow[], DbError> {
  return db.read(() =>
    db
      .all(rowQuery(db).where('i.id', 'in', sql<string>`(select value from json_each(${JSON.stringify(ids)}))`))
      .map(rowOf),
  );
}

function rowsAt(db: Database, places: readonly number[]): InspectionRow[] {
  const list = sql<number>`(select value from json_each(${JSON.stringify(places)}))`;
  const rows = db.all(rowQuery(db).where('i.place', 'in', list));
  const found = new Map(rows.map((row) => [row.place, row]));
  return places.flatMap((place) => found.get(place) ?? []).map(rowOf);
}

const rowQuery = (db: Database) =>
  db.query
    .selectFrom('inspections as i')
    .leftJoin('parts as p', 'p.id', 'i.part_id')
    .leftJoin('lots as l', 'l.id', 'i.lot_id')
    .leftJoin('boards as b', 'b.id', 'i.board_id')
    .select(['i.id', 'i.place', 'p.number as part', 'l.number as lot', 'b.serial', 'i.started_at', 'i.status'])
    .select(['i.standing_verdict', 'i.shelf', 'i.registration_poor', 'i.defect_count', 'i.undecided_count'])
    .select(['i.worst_severity', 'i.image_sha256', 'i.model', 'i.error_code', 'i.error_message']);

type ListedRow = ReturnType<typeof rowQuery> extends { execute(): Promise<(infer Row)[]> } ? Row : never;

const rowOf = (row: ListedRow): InspectionRow => ({
  id: row.id,
  part: row.part,
  lot: row.lot,
  serial: row.serial,
  startedAt: row.started_at,
  status: row.status as InspectionStatus,
  verdict: row.standing_verdict as Verdict | null,
  signedOff: row.shelf === 'done',
  registrationPoor: row.registration_poor === 1,
  defects: row.defect_count,
  undecided: row.undecided_count,
  worstSeverity: row.worst_severity as Severity | null,
  imageSha256: row.image_sha256,
  model: row.model === null ? null : modelOf(row.model),
  error: row.error_code === null ? null : { code: row.error_code, message: row.error_message ?? '' },
});

/** Names hold no `@`, versions might. */
function modelOf(model: string): { readonly name: string; readonly version: string } {
  const at = model.indexOf('@');
  return { name: model.slice(0, at), version: model.slice(at + 1) };
}
