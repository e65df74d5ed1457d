import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reviewPolicies } from '../inspection/recipe.ts';
import { inspectionStatuses, type Verification, verifications } from '../inspection/vocabulary.ts';
import { impliedVerdict } from './implied-verdict.ts';

const board = { status: 'completed', registrationPoor: false, reviewPolicy: 'review' } as const;
const judged = (...said: Verification[]) => said.map((verification, n) => ({ type: `type${n}`, verification }));
const signing = (over: object, ...said: Verification[]) =>
  impliedVerdict({ ...board, ...over }, judged(...said)).signing;

describe('what a sign-off would do', () => {
  it('S1: nothing to a board that was not inspected to the end', () => {
    expect(signing({ status: 'failed' })).toMatchObject({ refused: 'REVIEW_NOT_COMPLETED' });
  });

  it('S2: fails a board with a confirmed defect, whatever is undecided, and names what is confirmed', () => {
    expect(signing({}, 'confirmed', 'not_verified', 'confirmed')).toEqual({
      verdict: 'fail',
      confirmed: ['type0', 'type2'],
      undecided: 1,
      refused: null,
    });
  });

  it('S3: passes a board of which everything is decided and nothing confirmed, poor registration or not', () => {
    expect(signing({}, 'rejected', 'accepted', 'repaired')).toMatchObject({ verdict: 'pass', refused: null });
    expect(signing({ registrationPoor: true })).toMatchObject({ verdict: 'pass', refused: null });
  });

  it('S4: is refused while something is undecided and nothing confirmed', () => {
    expect(signing({}, 'rejected', 'not_verified')).toMatchObject({ refused: 'REVIEW_UNDECIDED', undecided: 1 });
  });

  it('S5: with the policy auto the rules decided, and the sign-off fails the board as they did', () => {
    expect(signing({ reviewPolicy: 'auto' }, 'not_verified')).toMatchObject({ verdict: 'fail', refused: null });
  });

  it('never passes a board with an undecided or a confirmed defect', () => {
    const facts = fc.record({
      status: fc.constantFrom(...inspectionStatuses),
      registrationPoor: fc.boolean(),
      reviewPolicy: fc.constantFrom(...reviewPolicies),
    });
    fc.assert(
      fc.property(facts, fc.array(fc.constantFrom(...verifications)), (about, said) => {
        const { verdict, refused } = impliedVerdict(about, judged(...said)).signing;
        if (verdict !== 'pass') return;
        expect(refused).toBeNull();
        expect(said).not.toContain('not_verified');
        expect(said).not.toContain('confirmed');
      }),
    );
  });
});
