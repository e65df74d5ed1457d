import { expect, it } from 'vitest';
import { getInspection } from '../inspections/read.ts';
import { recordInspection } from '../inspections/record.ts';
import { sampleInspection, sampleOutcome } from '../testing/sample-inspection.ts';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { drawHead } from './draw-head.ts';
import type { Page } from './page.ts';

it('says of a board that does not fit its golden who decides, or that somebody has', () => {
  const { db, ...context } = openTestStation();
  const outcome = { ...sampleOutcome(1), registrationPoor: true, verdict: null };
  const { inspectionId } = must(recordInspection({ db, ...context }, sampleInspection({ outcome })));
  const inspection = must(getInspection(db, inspectionId))!;
  const sentence = (standingVerdict: 'pass' | null): string | undefined => {
    const texts: string[] = [];
    const doc = { setFillColor() {}, circle() {}, rect() {}, triangle() {} };
    const page = {
      y: 0,
      doc,
      text: (text: string) => void texts.push(text),
      rule() {},
      widthOf: () => 10,
      wrap: (text: string) => [text],
    };
    const content = { inspection: { ...inspection, standingVerdict }, head: { size: 1, root: '' }, madeAt: '' };
    drawHead(page as unknown as Page, { ...content, overlay: null, crops: [] });
    return texts.find((text) => text.includes('golden'));
  };
  expect(sentence(null)).toMatch(/^1 defect found without the golden: .*, so a person must decide\.$/);
  expect(sentence('pass')).toMatch(/, so a person decided\.$/);
});
