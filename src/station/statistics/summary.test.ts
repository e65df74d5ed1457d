import { describe, expect, it } from 'vitest';
import { recordInspection } from '../inspections/record.ts';
import { reviewSession } from '../review/review-session.ts';
import { readBoard } from '../review/reviewed-board.ts';
import { verifyDefects } from '../review/verify.ts';
import { queryPlan } from '../testing/query-plan.ts';
import { sampleImage, sampleInspection, sampleOutcome } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { summarise } from './summary.ts';
import { boardTalliesQuery, callTalliesQuery } from './tallies.ts';

const twoShifts = { utcOffsetMinutes: 60, shiftStarts: [360, 840] };

/** Three boards on two local days (UTC+1) and both shifts; of the first one's two calls one is false. */
function busyStation() {
  const context = openTestStation();
  const board = (name: string, startedAt: string, part: string | null, defects: number) =>
    must(
      recordInspection(
        context,
        sampleInspection({ image: sampleImage(name), serial: name, part, startedAt, outcome: sampleOutcome(defects) }),
      ),
    ).inspectionId;
  const first = board('A', '2026-11-20T08:00:00.000Z', 'P1', 2);
  board('B', '2026-11-20T22:59:00.000Z', 'P1', 0);
  board('C', '2026-11-20T23:30:00.000Z', 'P2', 1);
  const failed = { status: 'failed', error: { code: 'ENGINE_CRASHED', message: 'lost' } } as const;
  must(
    recordInspection(
      context,
      sampleInspection({ image: sampleImage('D'), part: null, startedAt: '2026-11-21T06:00:00.000Z', outcome: failed }),
    ),
  );
  const defectIds = must(readBoard(context.db, first)).defects.map(({ id }) => id);
  const say = (verification: 'confirmed' | 'rejected', id: string) =>
    must(
      verifyDefects(context, reviewSession(), {
        inspectionId: first,
        defectIds: [id],
        verification,
        reason: '',
        note: '',
      }),
    );
  say('confirmed', defectIds[0]!);
  say('rejected', defectIds[1]!);
  return context;
}

describe('statistics', () => {
  it('count boards by local day and shift, and calls by what people said', async () => {
    const { db } = busyStation();
    const found = must(await summarise(db, { filter: {}, ...twoShifts }));
    expect(found.boards).toEqual({ pass: 1, fail: 2, undecided: 0, notInspected: 1 });
    expect(found.days).toEqual([
      { day: '2026-11-20', pass: 1, fail: 1, undecided: 0, notInspected: 0 },
      { day: '2026-11-21', pass: 0, fail: 1, undecided: 0, notInspected: 1 },
    ]);
    expect(found.shifts).toMatchObject([
      { shift: 0, pass: 0, fail: 1, notInspected: 1, found: 2, confirmed: 1, falseCalls: 1 },
      { shift: 1, pass: 1, fail: 1, notInspected: 0, found: 1, confirmed: 0, falseCalls: 0 },
    ]);
    expect(found.types).toEqual([{ type: 'open', found: 3, confirmed: 1, falseCalls: 1, accepted: 0, repaired: 0 }]);
    expect(found.parts.map(({ part, pass, fail, found: calls }) => [part, pass, fail, calls])).toEqual([
      ['P1', 1, 1, 2],
      ['P2', 0, 1, 1],
    ]);
    expect(found.models.map(({ model, fail }) => [model, fail])).toEqual([['pcb_defect_detector@1', 2]]);
  });

  it('count what the filter leaves', async () => {
    const { db } = busyStation();
    const of = async (filter: object) => must(await summarise(db, { filter, ...twoShifts })).boards;
    expect(await of({ part: 'P1' })).toMatchObject({ pass: 1, fail: 1 });
    expect(await of({ search: 'c' })).toMatchObject({ pass: 0, fail: 1 });
    expect(await of({ from: '2026-11-20T22:59:00.000Z' })).toMatchObject({ pass: 1, fail: 1, notInspected: 1 });
    expect(await of({ verdict: 'pass', to: '2026-11-20T22:00:00.000Z' })).toMatchObject({ pass: 0 });
  });

  it('are the same in chunks of any size', async () => {
    const { db } = busyStation();
    const whole = must(await summarise(db, { filter: {}, ...twoShifts }));
    for (const size of [1, 2, 3, 4, 5])
      expect(must(await summarise(db, { filter: {}, ...twoShifts }, { chunkSize: size }))).toEqual(whole);
  });

  it('say how far they are, between chunks', async () => {
    const { db } = busyStation();
    const shares: number[] = [];
    const options = { chunkSize: 1, onProgress: (share: number) => shares.push(share) };
    must(await summarise(db, { filter: {}, ...twoShifts }, options));
    expect(shares).toHaveLength(3);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares[2]).toBe(1);
  });

  it('read nothing but indices', () => {
    const { db } = openTestStation();
    const range = { filter: {}, ...twoShifts, low: 0, high: 1e15 };
    expect(queryPlan(db, boardTalliesQuery(db, range))).toContain('SEARCH i USING COVERING INDEX inspections_tallied');
    const plan = queryPlan(db, callTalliesQuery(db, range));
    expect(plan).toContain('SEARCH i USING COVERING INDEX inspections_tallied');
    expect(plan).toContain('SEARCH d USING COVERING INDEX defects_tallied');
  });
});
