import { sql } from 'kysely';
import type { Verification } from '../../core/inspection/vocabulary.ts';
import type { Database } from '../db/database.ts';
import { type InspectionFilter, wordFilter } from '../inspections/filter.ts';
import { wholeBound } from '../inspections/place.ts';
import type { Outcome } from './counts.ts';

/** Which inspections are counted, and where local days and shifts begin. Places: low is inclusive, high exclusive. */
export interface TallyRange {
  readonly filter: InspectionFilter;
  readonly utcOffsetMinutes: number;
  readonly shiftStarts: readonly number[];
  readonly low: number;
  readonly high: number;
}

interface Group {
  /** Days since 1970-01-01, local. */
  readonly day: number;
  readonly shift: number;
  readonly part: string | null;
  readonly model: string | null;
}

export interface BoardTally extends Group {
  readonly outcome: Outcome;
  readonly boards: number;
}

export interface CallTally extends Omit<Group, 'day'> {
  readonly type: string;
  readonly verification: Verification;
  readonly defects: number;
}

/** First place after the `size` inspections that begin at `low`; null where nothing is left. */
export function chunkEnd(db: Database, low: number, before: number, size: number): number | null {
  const places = db.query.selectFrom('inspections').select('place').where('place', '>=', low);
  const next = db.get(places.where('place', '<', before).orderBy('place').limit(1).offset(size));
  return next?.place ?? null;
}

/** The first and the last inspection's place in a range; null where it has none. */
export function placesAtEnds(
  db: Database,
  low: number,
  before: number,
): { readonly first: number; readonly last: number } | null {
  const end = (order: 'asc' | 'desc') =>
    db.get(
      db.query
        .selectFrom('inspections')
        .select('place')
        .where('place', '>=', low)
        .where('place', '<', before)
        .orderBy('place', order)
        .limit(1),
    )?.place;
  const [first, last] = [end('asc'), end('desc')];
  return first === undefined || last === undefined ? null : { first, last };
}

/** Boards by day, shift, part, model and how they stand. Reads the index `inspections_tallied`. */
export function boardTallies(db: Database, range: TallyRange): readonly BoardTally[] {
  return db.all(boardTalliesQuery(db, range)).map((row) => ({ ...row, outcome: row.outcome as Outcome }));
}

/** Defects by type, what was said of them, shift, part and model. Reads the indices `…_tallied`. */
export function callTallies(db: Database, range: TallyRange): readonly CallTally[] {
  const rows = db.all(callTalliesQuery(db, range));
  return rows.map((row) => ({ ...row, verification: row.verification as Verification }));
}

/** The queries by themselves, so that a test can ask SQLite for their plans. */
export function boardTalliesQuery(db: Database, range: TallyRange) {
  const { day, shift } = localTime(range);
  return inspectionsIn(db, range)
    .leftJoin('parts as p', 'p.id', 'i.part_id')
    .select(['p.number as part', 'i.model', day.as('day'), shift.as('shift')])
    .select(
      sql<string>`CASE WHEN i.status <> 'completed' THEN 'notInspected' ELSE coalesce(i.standing_verdict, 'undecided') END`.as(
        'outcome',
      ),
    )
    .select(({ fn }) => fn.countAll<number>().as('boards'))
    .groupBy(['i.part_id', 'i.model', 'day', 'shift', 'outcome']);
}

export function callTalliesQuery(db: Database, range: TallyRange) {
  const { shift } = localTime(range);
  return inspectionsIn(db, range)
    .innerJoin('defects as d', 'd.inspection_id', 'i.id')
    .leftJoin('parts as p', 'p.id', 'i.part_id')
    .select(['p.number as part', 'i.model', shift.as('shift'), 'd.type', 'd.verification'])
    .select(({ fn }) => fn.countAll<number>().as('defects'))
    .groupBy(['i.part_id', 'i.model', 'shift', 'd.type', 'd.verification']);
}

function inspectionsIn(db: Database, { filter, low, high }: TallyRange) {
  const { match } = wordFilter(filter);
  const query = db.query.selectFrom('inspections as i').where('i.place', '>=', low).where('i.place', '<', high);
  if (match === null) return query;
  const places = db.query
    .selectFrom('inspection_words')
    .select('rowid')
    .where(sql<boolean>`inspection_words MATCH ${match}`)
    .where('rowid', '>=', wholeBound(low))
    .where('rowid', '<', wholeBound(high));
  return query.where('i.place', 'in', places);
}

/** Local day, and index of the shift that began last; before the day's first shift, the last one of the day before. */
function localTime({ utcOffsetMinutes, shiftStarts }: TallyRange) {
  const minutes = sql`(i.place / 122880000 + ${sql.lit(utcOffsetMinutes)})`;
  const ofDay = sql`${minutes} % 1440`;
  const last = Math.max(0, shiftStarts.length - 1);
  const cases = shiftStarts.map((start, index) => sql`WHEN ${ofDay} >= ${sql.lit(start)} THEN ${sql.lit(index)}`);
  const shift =
    cases.length === 0
      ? sql<number>`0`
      : sql<number>`CASE ${sql.join(cases.toReversed(), sql` `)} ELSE ${sql.lit(last)} END`;
  return { day: sql<number>`${minutes} / 1440`, shift };
}
