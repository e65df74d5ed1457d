import fc from 'fast-check';
import { type RawBuilder, sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { inspectionStatuses, verdicts } from '../../core/inspection/vocabulary.ts';
import type { StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import { reviewSession } from '../review/review-session.ts';
import { readBoard } from '../review/reviewed-board.ts';
import { signOffBoard } from '../review/sign-off.ts';
import { verifyDefects } from '../review/verify.ts';
import { fits } from '../testing/plain-filter.ts';
import { queryPlan } from '../testing/query-plan.ts';
import { hashOf, sampleImage, sampleInspection, sampleOutcome } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import type { InspectionFilter } from './filter.ts';
import { completedRunQuery } from './find.ts';
import { type InspectionRow, readRowPage, readRows } from './inspection-rows.ts';
import { type PageKey, pageQuery } from './pages.ts';
import { wholeBound } from './place.ts';
import { eachInspection } from './read.ts';
import { recordInspection } from './record.ts';

/** Boards in groups of four that started in the same millisecond. */
function fill(context: StationContext, count: number): void {
  for (let n = 0; n < count; n += 1) {
    const startedAt = new Date(Date.UTC(2026, 10, 21) + Math.floor(n / 4)).toISOString();
    const part = n % 2 === 0 ? 'EVEN' : 'ODD';
    const outcome = sampleOutcome(n % 3);
    must(
      recordInspection(
        context,
        sampleInspection({
          image: sampleImage(`b${n}`),
          serial: `SN-${n}`,
          lot: `LOT-${n % 3}`,
          part,
          startedAt,
          outcome: n === 7 ? { status: 'failed', error: { code: 'ENGINE_CRASHED', message: 'lost' } } : outcome,
        }),
      ),
    );
  }
}

/** Every row page by page, as a person who scrolls to the end sees them. */
function walk(
  db: Database,
  limit: number,
  filter: InspectionFilter = {},
  order: 'newest_first' | 'oldest_first' = 'newest_first',
) {
  const rows: InspectionRow[] = [];
  let after: PageKey | null = null;
  do {
    const page: { rows: InspectionRow[]; next: PageKey | null } = must(
      readRowPage(db, { filter, order, after, limit }),
    );
    rows.push(...page.rows);
    after = page.next;
  } while (after !== null);
  return rows;
}

const serials = (rows: readonly InspectionRow[]) => rows.map(({ serial }) => serial);

describe('a list of inspections', () => {
  it('gives every inspection once, in order, for any page size', () => {
    const { db, ...context } = openTestStation();
    fill({ db, ...context }, 23);
    const expected = Array.from({ length: 23 }, (_, n) => `SN-${22 - n}`);
    for (const limit of [1, 2, 5, 22, 23, 24, 100]) {
      expect(serials(walk(db, limit))).toEqual(expected);
      expect(serials(walk(db, limit, {}, 'oldest_first'))).toEqual(expected.toReversed());
    }
  });

  it('keeps its place while inspections arrive', () => {
    const context = openTestStation();
    fill(context, 6);
    const request = { filter: {}, order: 'newest_first', limit: 3 } as const;
    const first = must(readRowPage(context.db, { ...request, after: null }));
    must(recordInspection(context, sampleInspection({ serial: 'LATE', startedAt: '2026-11-22T00:00:00.000Z' })));
    const second = must(readRowPage(context.db, { ...request, after: first.next }));
    expect(serials([...first.rows, ...second.rows])).toEqual(['SN-5', 'SN-4', 'SN-3', 'SN-2', 'SN-1', 'SN-0']);
    expect(second.next).toBeNull();
  });

  it('finds what begins a part, lot or serial, whatever the case, and no other text', () => {
    const context = openTestStation();
    fill(context, 12);
    expect(serials(walk(context.db, 5, { search: 'sn-1' }))).toEqual(['SN-11', 'SN-10', 'SN-1']);
    expect(walk(context.db, 5, { search: 'lot-2' })).toHaveLength(4);
    expect(walk(context.db, 5, { search: 'eve' })).toHaveLength(6);
    for (const search of ['N-1', '"', '*', 'a OR b', '%', "'; drop table inspections", 'é'])
      expect(walk(context.db, 5, { search })).toEqual([]);
  });

  it('shows exactly what a look at every board would, for any filter', () => {
    const context = openTestStation();
    fill(context, 48);
    const session = reviewSession();
    for (const { id, status, serial } of walk(context.db, 100)) {
      const board = must(readBoard(context.db, id));
      const defectIds = board.defects.map((defect) => defect.id);
      if (status === 'failed' || Number(serial?.slice(3)) % 5 > 1) continue;
      const said = Number(serial?.slice(3)) % 5 === 0 ? 'confirmed' : 'rejected';
      const input = { inspectionId: id, defectIds, verification: said, reason: '', note: '' } as const;
      const decided = defectIds.length === 0 ? board : must(verifyDefects(context, session, input)).board;
      must(signOffBoard(context, session, { inspectionId: id, revision: decided.revision, note: '' }));
    }
    const all = [...eachInspection(context.db)].map(must).map((inspection) => {
      const { defects, signOff } = inspection;
      const names = [...defects.map(({ verified }) => verified?.by.name), signOff?.by.name];
      return { inspection, replaced: false, persons: new Set(names.filter((name) => name !== undefined)) };
    });
    const filters: fc.Arbitrary<InspectionFilter> = fc.record(
      {
        search: fc.constantFrom('', 'SN-1', 'sn-2', 'LOT', 'even', 'x'),
        part: fc.constantFrom('EVEN', 'ODD', ''),
        lot: fc.constantFrom('LOT-0', 'LOT-1', 'LOT'),
        serial: fc.constantFrom('SN-4', 'SN-5'),
        status: fc.constantFrom(...inspectionStatuses),
        verdict: fc.constantFrom(...verdicts, 'undecided'),
        shelf: fc.constantFrom('review', 'done'),
        type: fc.constantFrom('open', 'short'),
        model: fc.constantFrom('pcb_defect_detector@1', 'pcb_defect_detector'),
        person: fc.constantFrom('Ada', 'Bob'),
        from: fc.constantFrom('2026-11-21T00:00:00.003Z', '2026-11-21T00:00:00.009Z'),
        to: fc.constantFrom('2026-11-21T00:00:00.007Z', '2026-11-21T00:00:00.012Z'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(filters, fc.integer({ min: 1, max: 9 }), (filter, limit) => {
        const expected = all.filter((each) => fits(filter, each)).map(({ inspection }) => inspection);
        expect(serials(walk(context.db, limit, filter))).toEqual(expected.map(({ serial }) => serial));
      }),
      { numRuns: 300 },
    );
  });

  it('gives rows by id as they are now', () => {
    const context = openTestStation();
    fill(context, 3);
    const [newest] = walk(context.db, 1);
    expect(must(readRows(context.db, [newest!.id, 'nobody']))).toEqual([newest]);
    expect(newest).toMatchObject({
      serial: 'SN-2',
      defects: 2,
      undecided: 2,
      worstSeverity: 'critical',
      verdict: 'fail',
    });
  });

  it.each([
    [{}, 'COVERING INDEX inspections_by_place'],
    [{ shelf: 'review' }, 'COVERING INDEX inspections_by_shelf'],
    [{ part: 'EVEN', verdict: 'fail', search: 'S' }, 'inspection_words VIRTUAL TABLE INDEX'],
  ] as const)('%j costs the page, not the table: %s', (filter, index) => {
    const { db } = openTestStation();
    const after = { startedAt: '2026-11-21T00:00:00.005Z', id: 'x' };
    const plan = queryPlan(db, pageQuery(db, { filter, order: 'newest_first', after, limit: 100 }));
    expect(plan).toContain(index);
    expect(plan).not.toContain('TEMP B-TREE');
  });

  it('bounds the inverted index by whole numbers, without which it reads all that matches', () => {
    const { db } = openTestStation();
    const kindOf = (bound: RawBuilder<number>) =>
      db.get(db.query.selectNoFrom(sql<string>`typeof(${bound})`.as('kind')))?.kind;
    expect(kindOf(sql<number>`${1}`)).toBe('real');
    expect(kindOf(wholeBound(1))).toBe('integer');
    const { sql: text } = pageQuery(db, {
      filter: { status: 'completed', from: '2026-11-01T00:00:00.000Z', to: '2026-12-01T00:00:00.000Z' },
      order: 'newest_first',
      after: null,
      limit: 100,
    }).compile();
    expect(text).toMatch(/"rowid" >= cast\(\? as integer\) and "rowid" < cast\(\? as integer\)/);
  });

  it('finds an earlier run through the index that makes it unique', () => {
    const { db } = openTestStation();
    const plan = queryPlan(db, completedRunQuery(hashOf('board-1'), { partId: null, boardId: null }));
    expect(plan).toContain('USING INDEX inspections_once (image_sha256=? AND <expr>=? AND <expr>=?)');
  });
});
