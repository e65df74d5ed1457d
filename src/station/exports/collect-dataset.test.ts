import { describe, expect, it } from 'vitest';
import type { InspectionToRecord } from '../../core/inspection/record.ts';
import { unexplainedType } from '../../core/inspection/vocabulary.ts';
import { newId } from '../../core/kernel/ids.ts';
import { saveAnnotation } from '../annotations/annotate.ts';
import { recordInspection } from '../inspections/record.ts';
import { undoStep } from '../review/perform.ts';
import { reviewSession } from '../review/review-session.ts';
import { readBoard } from '../review/reviewed-board.ts';
import { signOffBoard } from '../review/sign-off.ts';
import { verifyDefects } from '../review/verify.ts';
import { sampleInspection, sampleOutcome } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { collectDataset } from './collect-dataset.ts';

const drawn = { x: 100, y: 50, width: 40, height: 30 };

/** An outcome with an area that nobody can name, beside `defects` that the model calls open. */
function withArea(defects: number) {
  const outcome = sampleOutcome(defects);
  const area = { id: newId(), type: unexplainedType, box: drawn, confidence: null } as const;
  const found = { ...area, severity: 'critical', origin: 'model' } as (typeof outcome.defects)[number];
  return { ...outcome, verdict: 'fail' as const, defects: [...outcome.defects, found] };
}

/** A station whose boards are inspected and looked at. */
function openLine() {
  const context = openTestStation();
  const session = reviewSession();
  const board = (inspectionId: string) => must(readBoard(context.db, inspectionId));
  return {
    inspect: (over: Partial<InspectionToRecord> = {}) =>
      must(recordInspection(context, sampleInspection({ again: true, ...over }))).inspectionId,
    reject: (inspectionId: string, at: number) => {
      const defectIds = [board(inspectionId).defects[at]!.id];
      const said = { verification: 'rejected', reason: 'Dust', note: '' } as const;
      must(verifyDefects(context, session, { inspectionId, defectIds, ...said }));
    },
    annotate: (inspectionId: string, kind: 'missed_detection' | 'incorrect_label', at: number | null) => {
      const defectId = at === null ? null : board(inspectionId).defects[at]!.id;
      const box = kind === 'missed_detection' ? drawn : null;
      must(saveAnnotation(context, session, { inspectionId, defectId, kind, box, label: 'short', notes: '' }));
    },
    sign: (inspectionId: string) =>
      must(signOffBoard(context, session, { inspectionId, revision: board(inspectionId).revision, note: '' })),
    undo: () => must(undoStep(context, session)),
    collect: async () => must(await collectDataset(context.db, {})),
  };
}

describe('of the inspections of an image a dataset takes', () => {
  it('the one that a person worked at, and says how many newer ones nobody looked at', async () => {
    const { inspect, reject, annotate, collect } = openLine();
    const worked = inspect({ outcome: sampleOutcome(6) });
    for (const at of [0, 1, 2]) reject(worked, at);
    annotate(worked, 'missed_detection', null);
    inspect({ outcome: sampleOutcome(6) });
    inspect({ outcome: sampleOutcome(6) });
    const { items, newerLeftOut } = await collect();
    expect(items.map(({ inspectionId, labels }) => [inspectionId, labels.length])).toEqual([[worked, 4]]);
    expect(newerLeftOut).toBe(2);
  });

  it('the newest of those where there are several, signed ones too', async () => {
    const { inspect, reject, sign, collect } = openLine();
    const first = inspect();
    reject(first, 0);
    const second = inspect({ outcome: sampleOutcome(0) });
    sign(second);
    inspect();
    const { items, newerLeftOut } = await collect();
    expect([items[0]?.inspectionId, newerLeftOut]).toEqual([second, 1]);
  });

  it('the newest where nobody worked at any, or what was said was taken back', async () => {
    const { inspect, annotate, undo, collect } = openLine();
    const first = inspect();
    annotate(first, 'missed_detection', null);
    undo();
    const second = inspect();
    const { items, newerLeftOut } = await collect();
    expect([items[0]?.inspectionId, newerLeftOut]).toEqual([second, 0]);
  });

  it('the one that was recorded last, also where the clock was set back', async () => {
    const { inspect, collect } = openLine();
    inspect({ startedAt: '2026-11-21T08:00:00.000Z' });
    const last = inspect({ startedAt: '2026-11-20T08:00:00.000Z' });
    expect((await collect()).items[0]?.inspectionId).toBe(last);
  });
});

describe('an area that nobody can name', () => {
  it('is the label that an engineer gives it', async () => {
    const { inspect, annotate, collect } = openLine();
    const id = inspect({ outcome: withArea(0) });
    annotate(id, 'incorrect_label', 0);
    const { items, unexplained } = await collect();
    expect(items[0]?.labels).toMatchObject([{ type: 'short', box: drawn, origin: 'operator' }]);
    expect([items[0]?.modelBoxes, unexplained]).toEqual([[], 0]);
  });

  it('is nothing where a person calls it false', async () => {
    const { inspect, reject, collect } = openLine();
    reject(inspect({ outcome: withArea(0) }), 0);
    expect((await collect()).items).toMatchObject([{ labels: [], modelBoxes: [] }]);
  });

  it('keeps its board out while it is open: the model would learn that nothing is there', async () => {
    const { inspect, annotate, collect } = openLine();
    const id = inspect({ outcome: withArea(2) });
    annotate(id, 'missed_detection', null);
    expect(await collect()).toEqual({ items: [], newerLeftOut: 0, unexplained: 1 });
  });
});
