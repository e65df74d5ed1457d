import { describe, expect, it } from 'vitest';
import type { StationContext } from '../context.ts';
import { queryPlan } from '../testing/query-plan.ts';
import { hashOf, sampleImage, sampleInspection, sampleOutcome } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { completedRunQuery } from './find.ts';
import { type InspectionFilter, type InspectionPage, listInspections, listQuery, type PageKey } from './list.ts';
import { recordInspection } from './record.ts';

function fill(context: StationContext, count: number): void {
  for (let n = 0; n < count; n += 1) {
    const input = sampleInspection({
      image: sampleImage(`board-${n}`),
      part: n % 2 === 0 ? 'EVEN' : 'ODD',
      lot: `LOT-${n % 3}`,
      serial: `SN-${n}`,
      // Several at the same millisecond, so that a page may end between them.
      startedAt: new Date(Date.UTC(2026, 10, 21) + Math.floor(n / 4)).toISOString(),
      outcome: sampleOutcome(n % 3),
    });
    must(recordInspection(context, input));
  }
}

function walk(context: StationContext, limit: number, filter: InspectionFilter = {}): readonly (string | null)[] {
  const serials: (string | null)[] = [];
  let after: PageKey | null = null;
  do {
    const page: InspectionPage = must(listInspections(context.db, { filter, after, limit }));
    expect(page.items.length).toBeLessThanOrEqual(limit);
    serials.push(...page.items.map((item) => item.serial));
    after = page.next;
  } while (after !== null);
  return serials;
}

describe('listing inspections', () => {
  it('walks all of them newest first, each once, at any page size', () => {
    const context = openTestStation();
    fill(context, 23);
    const expected = Array.from({ length: 23 }, (_, n) => `SN-${22 - n}`);
    for (const limit of [1, 2, 5, 22, 23, 24, 100]) expect(walk(context, limit)).toEqual(expected);
  });

  it('keeps its place while inspections arrive', () => {
    const context = openTestStation();
    fill(context, 6);
    const first = must(listInspections(context.db, { limit: 3 }));
    const late = sampleInspection({ serial: 'LATE', startedAt: '2026-11-22T00:00:00.000Z' });
    must(recordInspection(context, late));
    const second = must(listInspections(context.db, { limit: 3, after: first.next }));
    expect([...first.items, ...second.items].map(({ serial }) => serial)).toEqual([
      'SN-5',
      'SN-4',
      'SN-3',
      'SN-2',
      'SN-1',
      'SN-0',
    ]);
    expect(second.next).toBeNull();
  });

  it('filters by everything it says it filters by', () => {
    const context = openTestStation();
    fill(context, 12);
    must(
      recordInspection(context, sampleInspection({ serial: 'POOR', outcome: { ...sampleOutcome(), verdict: null } })),
    );
    expect(walk(context, 5, { part: 'ODD' })).toEqual(['SN-11', 'SN-9', 'SN-7', 'SN-5', 'SN-3', 'SN-1']);
    expect(walk(context, 5, { lot: 'LOT-2' })).toEqual(['SN-11', 'SN-8', 'SN-5', 'SN-2']);
    expect(walk(context, 5, { serial: 'SN-4' })).toEqual(['SN-4']);
    expect(walk(context, 5, { verdict: 'pass' })).toEqual(['SN-9', 'SN-6', 'SN-3', 'SN-0']);
    expect(walk(context, 5, { verdict: 'undecided' })).toEqual(['POOR']);
    expect(walk(context, 5, { status: 'failed' })).toEqual([]);
    const range = { from: '2026-11-21T00:00:00.001Z', to: '2026-11-21T00:00:00.002Z' };
    expect(walk(context, 5, range)).toEqual(['SN-7', 'SN-6', 'SN-5', 'SN-4']);
    expect(must(listInspections(context.db, { limit: 1 })).items[0]?.defectCount).toBe(2);
  });

  it.each([
    [{}, 'inspections_by_time'],
    [{ lot: 'LOT-1' }, 'inspections_by_lot'],
    [{ serial: 'SN-1' }, 'inspections_by_board'],
  ])('%j costs the page, not the table: index %s', (filter, index) => {
    const context = openTestStation();
    fill(context, 30);
    const after = { startedAt: '2026-11-21T00:00:00.005Z', id: 'x' };
    const plan = queryPlan(context.db, listQuery(context.db, filter, after, 100));
    expect(plan).toContain(`SEARCH i USING INDEX ${index}`);
    expect(plan).not.toMatch(/SCAN (i|p|l|b|d)\b/);
    if (Object.keys(filter).length === 0) expect(plan).not.toContain('TEMP B-TREE');
  });

  it('finds an earlier run through the index that makes it unique', () => {
    const { db } = openTestStation();
    const board = { partId: null, boardId: null };
    const plan = queryPlan(db, completedRunQuery(db, hashOf('board-1'), board));
    expect(plan).toContain(
      'SEARCH inspections USING INDEX inspections_once (image_sha256=? AND <expr>=? AND <expr>=?)',
    );
  });
});
