import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inspectionError } from '../../core/inspection/errors.ts';
import type { InspectionToRecord } from '../../core/inspection/record.ts';
import { newId } from '../../core/kernel/ids.ts';
import { draftOf, resultsOf } from '../../core/sync/documents.ts';
import { saveAnnotation } from '../annotations/annotate.ts';
import { findStored } from '../inspections/read.ts';
import { recordInspection } from '../inspections/record.ts';
import { reviewSession } from '../review/review-session.ts';
import { readBoard } from '../review/reviewed-board.ts';
import { signOffBoard } from '../review/sign-off.ts';
import { verifyDefects } from '../review/verify.ts';
import { sampleImage, sampleInspection, sampleOutcome } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';

/** What people, scanners and files may give: of any characters, half a pair and none at all among them. */
const text = (maxLength: number) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
    fc.string({ unit: 'grapheme', minLength: maxLength - 3, maxLength: maxLength + 3 }),
    fc.string({
      unit: fc.constantFrom('a', '\u0000', '\ud800', '\udc00', '😀', ' ') as fc.Arbitrary<string>,
      maxLength,
    }),
    fc.constantFrom('', ' ', 'x'.repeat(maxLength), 'x'.repeat(maxLength + 1), '😀'.repeat(maxLength / 2)),
  );
const named = fc.option(text(200));
const number = fc.double({ noNaN: true, min: 0, max: 1 });

const board = fc.record({ part: named, lot: named, serial: named });
const found = fc.oneof(
  fc.record({
    defects: fc.integer({ min: 0, max: 3 }),
    confidence: number,
    dx: fc.double({ noNaN: true }),
    ms: number,
  }),
  fc.record({ message: text(1000), code: fc.constantFrom('IMAGE_CORRUPT', 'ENGINE_CRASHED') }),
);
/** As long as the window lets a person write them. */
const said = fc.record({ label: text(200), notes: text(2000), reason: text(200) });

type Outcome = InspectionToRecord['outcome'];

function outcomeOf(it: typeof found extends fc.Arbitrary<infer T> ? T : never): Outcome {
  if ('message' in it) return { status: 'failed', error: it };
  const outcome = sampleOutcome(it.defects);
  return {
    ...outcome,
    registration: outcome.registration && { ...outcome.registration, dx: it.dx },
    inference: { ...outcome.inference, timingsMs: { infer: it.ms } },
    defects: outcome.defects.map((defect) => ({ ...defect, confidence: it.confidence })),
  };
}

describe('whatever the station stores', () => {
  it('S2: has the form that the service takes', () => {
    const context = openTestStation();
    const session = reviewSession();
    let stored = 0;
    fc.assert(
      fc.property(board, found, said, (names, it, { label, notes, reason }) => {
        const id = newId<InspectionToRecord['id']>();
        const image = sampleImage(id);
        const recorded = recordInspection(
          context,
          sampleInspection({ id, image, golden: null, ...names, outcome: outcomeOf(it) }),
        );
        if (!recorded.ok) return void expect(recorded.error.code).toBe('BOARD_NAME_INVALID');
        stored += 1;
        const box = { x: 1.5, y: 1, width: 30, height: 3 };
        saveAnnotation(context, session, {
          inspectionId: id,
          kind: 'missed_detection',
          defectId: null,
          box,
          label: label.slice(0, 200),
          notes: notes.slice(0, 2000),
        });
        const [defect] = findStored(context.db, id)?.defects ?? [];
        const verification = { verification: 'confirmed', reason: reason.slice(0, 200), note: '' } as const;
        if (defect !== undefined)
          verifyDefects(context, session, { inspectionId: id, defectIds: [defect.id], ...verification });
        const inspection = findStored(context.db, id);
        if (inspection === null) throw new Error('It was stored.');
        expect([draftOf(inspection), resultsOf(inspection)]).toMatchObject([{ ok: true }, { ok: true }]);
      }),
      { numRuns: 150, seed: 7 },
    );
    expect(stored).toBeGreaterThan(30);
  });

  it('says why a board could not be judged, until people decided about it', () => {
    const context = openTestStation();
    const told = (over: Partial<ReturnType<typeof sampleOutcome>>) => {
      const outcome = { ...sampleOutcome(1), ...over };
      const image = sampleImage(newId());
      const { id } = sampleInspection();
      must(recordInspection(context, sampleInspection({ id, image, outcome })));
      return { id, results: must(resultsOf(findStored(context.db, id)!)) };
    };
    const poor = { verdict: null, registrationPoor: true } as const;
    const laid = { dx: 0, dy: 0, angle: 0, scale: 1, score: 0.9 };
    expect(told({ ...poor, registration: { ...laid, scale: 3 } }).results).toMatchObject({
      error: { code: 'GOLDEN_SCALE', message: expect.stringContaining('3.00') },
      metadata: { registration_poor: true, registration_doubt: 'GOLDEN_SCALE' },
    });
    expect(told({ ...poor, registration: { ...laid, dx: 400 } }).results.error?.code).toBe('GOLDEN_PARTLY_SEEN');
    expect(told({ ...poor, registration: { ...laid, score: 0.1 } }).results.error?.code).toBe('REGISTRATION_POOR');
    expect(told({}).results).toMatchObject({ error: null, metadata: { registration_doubt: null } });

    const { id } = told({ ...poor, registration: laid, defects: [] });
    expect(must(resultsOf(findStored(context.db, id)!)).error?.code).toBe('NOTHING_TO_COMPARE');
    const { revision } = must(readBoard(context.db, id));
    must(signOffBoard(context, reviewSession(), { inspectionId: id, revision, note: '' }));
    expect(must(resultsOf(findStored(context.db, id)!))).toMatchObject({
      verdict: 'PASS',
      error: null,
      metadata: { registration_doubt: 'NOTHING_TO_COMPARE' },
    });
  });

  it('has names of 200 characters at most: longer ones are refused in words, and nothing of the board is stored', () => {
    const context = openTestStation();
    const longest = 'S'.repeat(200);
    const input = sampleInspection({ serial: longest, lot: longest, part: longest });
    must(recordInspection(context, input));
    expect(draftOf(findStored(context.db, input.id)!)).toMatchObject({ ok: true, value: { serial: longest } });
    for (const field of ['serial', 'lot', 'part']) {
      const more = sampleInspection({ [field]: `${longest}S` });
      const error = inspectionError('BOARD_NAME_INVALID', { field, characters: 201, most: 200 });
      expect(recordInspection(context, more)).toEqual({ ok: false, error });
      expect(findStored(context.db, more.id)).toBeNull();
    }
  });
});
