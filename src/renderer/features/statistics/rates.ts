/** Rates from counts, with how sure they are. A rate over few boards is not shown as if it were known. */

/** Fewer than these and one more board could move the rate by more than 5 points: it is not shown. */
export const smallestSample = 20;

export interface Rate {
  /** 0..1. */
  readonly value: number;
  /** Wilson score interval at 95 %, 0..1: stays within bounds and honest near 0 and 1, unlike the normal one. */
  readonly low: number;
  readonly high: number;
  /** How many were counted. */
  readonly n: number;
  /** `n` is below `smallestSample`: show the counts, not the rate. */
  readonly thin: boolean;
}

/** 97.5 % quantile of the normal distribution. */
const z = 1.959964;

/** `hits` of `n`; null where nothing was counted. */
export function rate(hits: number, n: number): Rate | null {
  if (n === 0) return null;
  const value = hits / n;
  const spread = z * z;
  const centre = (value + spread / (2 * n)) / (1 + spread / n);
  const half = (z / (1 + spread / n)) * Math.sqrt((value * (1 - value)) / n + spread / (4 * n * n));
  return { value, low: Math.max(0, centre - half), high: Math.min(1, centre + half), n, thin: n < smallestSample };
}

interface BoardCounts {
  readonly pass: number;
  readonly fail: number;
}

interface CallCounts {
  readonly confirmed: number;
  readonly falseCalls: number;
  readonly accepted: number;
  readonly repaired: number;
}

/** Boards that passed, of those with a verdict. */
export const yieldOf = ({ pass, fail }: BoardCounts): Rate | null => rate(pass, pass + fail);

/** Defects that a person decided about. */
export const decided = ({ confirmed, falseCalls, accepted, repaired }: CallCounts): number =>
  confirmed + falseCalls + accepted + repaired;

/** Marks that a person rejected, of those that a person decided about: what nobody looked at says nothing. */
export const falseCallRate = (counts: CallCounts): Rate | null => rate(counts.falseCalls, decided(counts));
