import { describe, expect, it } from 'vitest';
import type { InspectionOutcome } from '../../core/inspection/record.ts';
import { newId } from '../../core/kernel/ids.ts';
import type { StationContext } from '../context.ts';
import { historyPage } from '../history/history.ts';
import { reviewSession } from '../review/review-session.ts';
import { readBoard } from '../review/reviewed-board.ts';
import { reopenBoard, signOffBoard } from '../review/sign-off.ts';
import { verifyDefects } from '../review/verify.ts';
import { fits, type Looked } from '../testing/plain-filter.ts';
import { sampleImage, sampleInspection, sampleOutcome } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import type { InspectionFilter } from './filter.ts';
import type { RowPage } from './inspection-rows.ts';
import type { PageKey } from './pages.ts';
import { eachInspection } from './read.ts';
import { recordInspection } from './record.ts';

const boards = 36;
const failed: InspectionOutcome = { status: 'failed', error: { code: 'ENGINE_CRASHED', message: 'lost' } };
const momentOf = (n: number) => new Date(Date.UTC(2026, 10, 20) + n * 3_600_000).toISOString();

/** Boards with and without defects of two types, of two models, not to be judged, failed for good and failed once. */
function outcomeOf(n: number): InspectionOutcome {
  if (n % 9 === 4) return failed;
  const made = sampleOutcome(n % 3);
  const poor = n % 7 === 3;
  return {
    ...made,
    verdict: poor ? null : made.verdict,
    registrationPoor: poor,
    defects: made.defects.map((defect, index) => ({ ...defect, type: index === 0 && n % 2 === 0 ? 'short' : 'open' })),
    inference: { ...made.inference, model: { ...made.inference.model, version: n < 20 ? '1' : '2' } },
  };
}

const reviewerOf = (n: number) => (n % 2 === 0 ? 'Ada' : 'Bob');

/** A person decides and signs off some of them, another one others; one in five is opened again. */
function reviewAs(context: StationContext, inspectionId: string, n: number): void {
  const session = reviewSession();
  const name = reviewerOf(n);
  const as = { ...context, actor: { id: name, name, role: 'line' } };
  const board = must(readBoard(context.db, inspectionId));
  let revision = board.revision;
  for (const [index, { id }] of board.defects.entries()) {
    const verification = (n + index) % 2 === 0 ? 'confirmed' : 'rejected';
    const said = { inspectionId, defectIds: [id], verification, reason: '', note: '' } as const;
    revision = must(verifyDefects(as, session, said)).board.revision;
  }
  must(signOffBoard(as, session, { inspectionId, revision, note: '' }));
  if (n % 5 === 0) must(reopenBoard(as, session, { inspectionId, reason: 'wrong board' }));
}

/** What a person can set, of each kind two or three. */
const choices: { readonly [K in keyof InspectionFilter]-?: readonly InspectionFilter[K][] } = {
  search: ['SN-1', 'lot-2', 'even', 'x'],
  part: ['EVEN', 'ODD'],
  lot: ['LOT-0', 'LOT-1'],
  serial: ['SN-4', 'SN-13'],
  status: ['completed', 'failed'],
  verdict: ['pass', 'fail', 'undecided'],
  shelf: ['review', 'done'],
  type: ['open', 'short'],
  model: ['pcb_defect_detector@1', 'pcb_defect_detector@2'],
  person: ['Ada', 'Bob'],
  from: [momentOf(6), momentOf(21)],
  to: [momentOf(30), momentOf(15)],
};
const kinds = Object.keys(choices) as (keyof InspectionFilter)[];

/** A station with all of that, and its inspections newest first, as the history has them. */
function busyStation(): { readonly context: StationContext; readonly all: readonly Looked[] } {
  const context = openTestStation();
  const reviewers = new Map<string, string>();
  for (let n = 0; n < boards; n += 1) {
    const names = {
      image: sampleImage(`b${n}`),
      serial: `SN-${n}`,
      lot: `LOT-${n % 3}`,
      part: n % 2 ? 'ODD' : 'EVEN',
    };
    const record = (outcome: InspectionOutcome, startedAt: string) =>
      must(recordInspection(context, sampleInspection({ id: newId(), ...names, startedAt, outcome }))).inspectionId;
    const outcome = outcomeOf(n);
    let id = record(outcome, momentOf(n));
    if (n % 18 === 4) id = record(sampleOutcome(1), momentOf(n).replace(':00.000Z', ':01.000Z'));
    const completed = outcome.status === 'completed' || n % 18 === 4;
    if (!completed || n % 4 === 3) continue;
    reviewAs(context, id, n);
    reviewers.set(id, reviewerOf(n));
  }
  const inspections = [...eachInspection(context.db)].map(must);
  const all = inspections.map((inspection) => ({
    inspection,
    persons: new Set([reviewers.get(inspection.id)].filter((name) => name !== undefined)),
    replaced: inspections.some(
      ({ imageSha256, run }) => imageSha256 === inspection.imageSha256 && run > inspection.run,
    ),
  }));
  return { context, all };
}

describe('the history', () => {
  it('holds boards of each kind, and values that leave some of them', () => {
    const { all } = busyStation();
    for (const kind of kinds) {
      for (const value of choices[kind]) {
        const left = all.filter((each) => fits({ [kind]: value }, each));
        if (value !== 'x') expect(left.length, `${kind} ${value}`).toBeGreaterThan(0);
        expect(left.length, `${kind} ${value}`).toBeLessThan(all.length);
      }
    }
  });

  it('shows for each of the 4,096 combinations of filters what a look at every board would, page after page', () => {
    const { context, all } = busyStation();
    for (let set = 0; set < 1 << kinds.length; set += 1) {
      const chosen = kinds.filter((_, bit) => (set >> bit) & 1);
      const filter: InspectionFilter = Object.fromEntries(
        chosen.map((kind, n) => [kind, choices[kind][(set * 7 + n * 3 + (set >> 5)) % choices[kind].length]]),
      );
      const expected = all.filter((each) => fits(filter, each));
      const shown: string[] = [];
      let after: PageKey | null = null;
      do {
        const page: RowPage = must(historyPage(context.db, { filter, after, limit: 1 + (set % 7) }));
        shown.push(...page.rows.map(({ id }) => id));
        after = page.next;
      } while (after !== null);
      expect(shown, JSON.stringify(filter)).toEqual(expected.map(({ inspection }) => inspection.id));
    }
  });
});
