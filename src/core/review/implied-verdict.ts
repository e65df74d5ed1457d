import { type VerdictFacts, type VerdictReached, verdictOf } from '../inspection/verdict.ts';
import type { Verdict, Verification } from '../inspection/vocabulary.ts';
import type { ReviewErrorCode } from './errors.ts';

/** What a sign-off would do now. Rules S1 to S5 of docs/spec/verdict.md. */
interface Signing {
  readonly verdict: Verdict;
  /** Types of the confirmed defects, in order. */
  readonly confirmed: readonly string[];
  readonly undecided: number;
  /** Why a sign-off is refused now; null where it goes through. */
  readonly refused: ReviewErrorCode | null;
}

export interface ImpliedVerdict extends VerdictReached {
  readonly signing: Signing;
}

interface JudgedDefect {
  readonly type: string;
  readonly verification: Verification;
}

/** What the rules say about a board as it is decided now. `defects` in the order that people see. */
export function impliedVerdict(
  board: Omit<VerdictFacts, 'verifications'>,
  defects: readonly JudgedDefect[],
): ImpliedVerdict {
  const reached = verdictOf({ ...board, verifications: defects.map(({ verification }) => verification) });
  const confirmed = defects.filter(({ verification }) => verification === 'confirmed').map(({ type }) => type);
  const undecided = defects.filter(({ verification }) => verification === 'not_verified').length;
  return { ...reached, signing: { confirmed, undecided, ...signed(board, confirmed.length, undecided) } };
}

function signed(
  { status, reviewPolicy }: Omit<VerdictFacts, 'verifications'>,
  confirmed: number,
  undecided: number,
): Pick<Signing, 'verdict' | 'refused'> {
  if (status !== 'completed') return { verdict: 'fail', refused: 'REVIEW_NOT_COMPLETED' };
  if (confirmed > 0) return { verdict: 'fail', refused: null };
  if (undecided === 0) return { verdict: 'pass', refused: null };
  return { verdict: 'fail', refused: reviewPolicy === 'review' ? 'REVIEW_UNDECIDED' : null };
}
