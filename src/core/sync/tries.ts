/** When an item is tried again, and when it is set aside. */
import { type BackoffLimits, fullJitter, type Random } from './backoff.ts';

/** Refusals of one item before a person must look at it. */
export const mostRefusals = 5;
/** Faults that one item gave while others were taken. */
export const mostFaults = 8;

const itemBackoff: BackoffLimits = { firstMs: 2000, mostMs: 600_000 };

/** Milliseconds until an item is tried again after its `tries`-th refusal. */
export const retryItemAfter = (tries: number, random: Random): number => fullJitter(tries, random, itemBackoff);

/**
 * Whether the item itself is what is wrong. A refusal says so; a fault of the service says it only where the service
 * took something else meanwhile.
 */
export const isPoison = (failure: 'refused' | 'fault', tries: number, tookOthers: boolean): boolean =>
  failure === 'refused' ? tries >= mostRefusals : tries >= mostFaults && tookOthers;
