import { assertNever } from '../kernel/result.ts';
import type { ReviewPolicy } from './recipe.ts';
import type { InspectionStatus, Verdict, Verification } from './vocabulary.ts';

/** Rules of docs/spec/verdict.md, by their ids there. */
export type VerdictRule = 'V1' | 'V2' | 'V3' | 'V4' | 'V5' | 'V6' | 'V7';

export interface VerdictFacts {
  readonly status: InspectionStatus;
  readonly registrationPoor: boolean;
  readonly reviewPolicy: ReviewPolicy;
  /** Where each defect stands with the people who looked at it; one for each defect above its threshold. */
  readonly verifications: readonly Verification[];
}

export interface VerdictReached {
  /** Null while a person must decide. */
  readonly verdict: Verdict | null;
  readonly rule: VerdictRule;
}

/** The verdict that the facts give, and the first rule of docs/spec/verdict.md that fits. */
export function verdictOf(facts: VerdictFacts): VerdictReached {
  if (facts.status !== 'completed') return { verdict: null, rule: 'V1' };
  if (facts.registrationPoor) return { verdict: null, rule: 'V2' };
  if (facts.verifications.length === 0) return { verdict: 'pass', rule: 'V3' };
  if (facts.verifications.includes('confirmed')) return { verdict: 'fail', rule: 'V4' };
  if (!facts.verifications.includes('not_verified')) return { verdict: 'pass', rule: 'V5' };
  switch (facts.reviewPolicy) {
    case 'auto':
      return { verdict: 'fail', rule: 'V6' };
    case 'review':
      return { verdict: null, rule: 'V7' };
    default:
      return assertNever(facts.reviewPolicy);
  }
}
