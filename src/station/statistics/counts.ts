import type { Verification } from '../../core/inspection/vocabulary.ts';
import { assertNever } from '../../core/kernel/result.ts';

/** Boards by how they stand. `notInspected`: the run failed. */
export interface YieldCounts {
  readonly pass: number;
  readonly fail: number;
  readonly undecided: number;
  readonly notInspected: number;
}
export type Outcome = keyof YieldCounts;

/** Defects by what people said; `found` counts all of them, undecided ones too. */
export interface CallCounts {
  readonly found: number;
  readonly confirmed: number;
  readonly falseCalls: number;
  readonly accepted: number;
  readonly repaired: number;
}

export const noYield: YieldCounts = { pass: 0, fail: 0, undecided: 0, notInspected: 0 };
export const noCalls: CallCounts = { found: 0, confirmed: 0, falseCalls: 0, accepted: 0, repaired: 0 };

export const addYield = <C extends YieldCounts>(counts: C, outcome: Outcome, boards: number): C => ({
  ...counts,
  [outcome]: counts[outcome] + boards,
});

export function addCalls<C extends CallCounts>(counts: C, verification: Verification, defects: number): C {
  const found = counts.found + defects;
  const said = callOf(verification);
  return said === null ? { ...counts, found } : { ...counts, found, [said]: counts[said] + defects };
}

function callOf(verification: Verification): Exclude<keyof CallCounts, 'found'> | null {
  switch (verification) {
    case 'not_verified':
      return null;
    case 'confirmed':
      return 'confirmed';
    case 'rejected':
      return 'falseCalls';
    case 'accepted':
      return 'accepted';
    case 'repaired':
      return 'repaired';
    default:
      return assertNever(verification);
  }
}
