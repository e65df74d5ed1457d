import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reviewPolicies } from './recipe.ts';
import { type VerdictFacts, verdictOf } from './verdict.ts';
import { inspectionStatuses, verifications } from './vocabulary.ts';

const completed: VerdictFacts = {
  status: 'completed',
  registrationPoor: false,
  reviewPolicy: 'auto',
  verifications: [],
};

/** docs/spec/verdict.md, rule by rule. */
describe('verdict', () => {
  it.each([
    ['V1', { status: 'failed' }, null],
    ['V1', { status: 'pending' }, null],
    ['V1', { status: 'processing', registrationPoor: true }, null],
    ['V2', { registrationPoor: true }, null],
    ['V2', { registrationPoor: true, verifications: ['confirmed'] }, null],
    ['V3', {}, 'pass'],
    ['V3', { reviewPolicy: 'review' }, 'pass'],
    ['V4', { verifications: ['confirmed'] }, 'fail'],
    ['V4', { verifications: ['not_verified', 'rejected', 'confirmed'], reviewPolicy: 'review' }, 'fail'],
    ['V5', { verifications: ['rejected', 'accepted', 'repaired'] }, 'pass'],
    ['V5', { verifications: ['rejected'], reviewPolicy: 'review' }, 'pass'],
    ['V6', { verifications: ['not_verified'] }, 'fail'],
    ['V6', { verifications: ['rejected', 'not_verified', 'repaired'] }, 'fail'],
    ['V7', { verifications: ['not_verified'], reviewPolicy: 'review' }, null],
    ['V7', { verifications: ['rejected', 'not_verified'], reviewPolicy: 'review' }, null],
  ] as const)('%s: %j gives %s', (rule, facts, verdict) => {
    expect(verdictOf({ ...completed, ...facts })).toEqual({ rule, verdict });
  });

  const facts = fc.record({
    status: fc.constantFrom(...inspectionStatuses),
    registrationPoor: fc.boolean(),
    reviewPolicy: fc.constantFrom(...reviewPolicies),
    verifications: fc.array(fc.constantFrom(...verifications), { maxLength: 6 }),
  });

  it('does not depend on the order of the defects', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const turned = { ...given, verifications: given.verifications.toReversed() };
        expect(verdictOf(turned)).toEqual(verdictOf(given));
      }),
    );
  });

  it('never passes a board with a defect that nobody cleared, and none that was not judged', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const cleared = given.verifications.every((said) => said !== 'not_verified' && said !== 'confirmed');
        const judged = given.status === 'completed' && !given.registrationPoor;
        expect(verdictOf(given).verdict === 'pass').toBe(cleared && judged);
      }),
    );
  });
});
