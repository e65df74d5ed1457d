import { describe, expect, it } from 'vitest';
import type { StationContext } from '../context.ts';
import { facetQuery, historyFacets } from '../history/history.ts';
import { recordInspection } from '../inspections/record.ts';
import { reviewSession } from '../review/review-session.ts';
import { reopenBoard, signOffBoard } from '../review/sign-off.ts';
import { queryPlan } from '../testing/query-plan.ts';
import { sampleImage, sampleInspection, sampleOutcome } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { queueCounts, queuePage, type Shelf } from './queue.ts';

const record = (context: StationContext, name: string, hour: number, failed = false) =>
  must(
    recordInspection(
      context,
      sampleInspection({
        image: sampleImage(name),
        serial: name,
        startedAt: `2026-11-21T0${hour}:00:00.000Z`,
        outcome: failed ? { status: 'failed', error: { code: 'ENGINE_CRASHED', message: 'lost' } } : sampleOutcome(0),
      }),
    ),
  ).inspectionId;

const serials = ({ db }: StationContext, shelf: Shelf, search?: string) =>
  must(queuePage(db, { shelf, search, limit: 10 })).rows.map(({ serial }) => serial);

describe('the queue', () => {
  it('holds who waits longest first, and who was signed off last first', () => {
    const context = openTestStation();
    const session = reviewSession();
    const ids = ['A', 'B', 'C'].map((name, hour) => record(context, name, hour));
    const sign = (inspectionId: string) =>
      must(signOffBoard(context, session, { inspectionId, revision: 1, note: '' }));
    expect(serials(context, 'review')).toEqual(['A', 'B', 'C']);
    sign(ids[0]!);
    sign(ids[1]!);
    expect(serials(context, 'review')).toEqual(['C']);
    expect(serials(context, 'done')).toEqual(['B', 'A']);
    expect(must(queueCounts(context.db))).toEqual({ review: 1, done: 2 });
    must(reopenBoard(context, session, { inspectionId: ids[0]!, reason: 'wrong board' }));
    expect(serials(context, 'review')).toEqual(['A', 'C']);
    expect(serials(context, 'review', 'c')).toEqual(['C']);
    expect(must(queueCounts(context.db))).toEqual({ review: 2, done: 1 });
  });

  it('holds a failed run until the board is inspected again', () => {
    const context = openTestStation();
    record(context, 'A', 1, true);
    expect(must(queuePage(context.db, { shelf: 'review', limit: 10 })).rows).toMatchObject([
      { serial: 'A', status: 'failed', error: { code: 'ENGINE_CRASHED' }, model: null },
    ]);
    record(context, 'A', 2);
    expect(must(queuePage(context.db, { shelf: 'review', limit: 10 })).rows).toMatchObject([
      { serial: 'A', status: 'completed' },
    ]);
    expect(must(queueCounts(context.db))).toEqual({ review: 1, done: 0 });
  });
});

describe('words to filter by', () => {
  it('are those that were seen, the most recent first', () => {
    const context = openTestStation();
    for (const [hour, part] of ['P1', 'P2', 'P1'].entries()) {
      const startedAt = `2026-11-21T0${hour}:00:00.000Z`;
      must(recordInspection(context, sampleInspection({ image: sampleImage(`${hour}`), part, startedAt })));
    }
    expect(must(historyFacets(context.db))).toEqual({
      parts: ['P1', 'P2'],
      lots: ['LOT-7'],
      types: ['open'],
      models: ['pcb_defect_detector@1'],
      persons: [],
    });
    expect(queryPlan(context.db, facetQuery(context.db, 'lot'))).toContain('USING COVERING INDEX facets_by_time');
  });
});
