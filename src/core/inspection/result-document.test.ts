import { canonicalBytes } from '@fiducial/protocol/audit';
import { describe, expect, it } from 'vitest';
import type { InspectionOutcome } from './record.ts';
import { resultBytes } from './result-document.ts';

type Completed = Extract<InspectionOutcome, { status: 'completed' }>;

const outcome: Completed = {
  status: 'completed',
  verdict: 'fail',
  registration: { dx: 1, dy: 2, angle: 0, scale: 1, score: 0.9 },
  registrationPoor: false,
  inference: {
    id: 'inference' as Completed['inference']['id'],
    model: { name: 'm', version: '1', sha256: 'ab' },
    provider: 'cpu',
    usedGolden: true,
    timingsMs: { total: 30 },
  },
  defects: [
    {
      id: 'defect' as Completed['defects'][number]['id'],
      type: 'open',
      box: { x: 1.5, y: 2, width: 3, height: 4 },
      confidence: 0.75,
      severity: 'high',
      origin: 'model',
    },
  ],
};
const text = (of: InspectionOutcome): string => String(resultBytes(of));
const defect = outcome.defects[0] as Completed['defects'][number];

describe('the bytes that stand for a result', () => {
  it('leave out how long it took', () => {
    expect(text({ ...outcome, inference: { ...outcome.inference, timingsMs: {} } })).toBe(text(outcome));
  });

  it.each<[string, Partial<Completed>]>([
    ['verdict', { verdict: 'pass' }],
    ['registration', { registration: null }],
    ['poor registration', { registrationPoor: true }],
    ['provider', { inference: { ...outcome.inference, provider: 'cuda' } }],
    ['number of defects', { defects: [] }],
    ['box', { defects: [{ ...defect, box: { ...defect.box, x: 1.5000000000000002 } }] }],
    ['confidence', { defects: [{ ...defect, confidence: null }] }],
    ['severity', { defects: [{ ...defect, severity: 'low' }] }],
  ])('change with the %s', (_, other) => {
    expect(text({ ...outcome, ...other })).not.toBe(text(outcome));
  });

  it('of a failure are its code', () => {
    expect(text({ status: 'failed', error: { code: 'ENGINE_TIMEOUT', message: 'after 60 s' } })).toBe(
      String(canonicalBytes({ error: 'ENGINE_TIMEOUT', status: 'failed' })),
    );
  });
});
