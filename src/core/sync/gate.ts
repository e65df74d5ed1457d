/** Whether the service may be called now: the circuit breaker, and what Retry-After asked for. Pure. */
import { assertNever } from '../kernel/result.ts';
import type { Answer } from './answer.ts';
import { type BackoffLimits, fullJitter, type Random, usualBackoff } from './backoff.ts';
import { type SyncError, syncError } from './errors.ts';

export interface Gate {
  /** Answers in a row that were none. Above 0, one call at a time goes out to see. */
  readonly failures: number;
  /** Faults of the service in a row; a few may be one item's. */
  readonly faults: number;
  /** Nothing is called before this, ms on the monotonic clock: a wall clock may jump by years. */
  readonly closedUntilMs: number;
  /** Why it is closed, for people; null while it is open. */
  readonly problem: SyncError | null;
}

export const openGate: Gate = { failures: 0, faults: 0, closedUntilMs: 0, problem: null };

/** Closed from the start: the service asked for it before the program ended. */
export const closedFor = (waitMs: number, nowMs: number): Gate =>
  waitMs <= 0
    ? openGate
    : { failures: 1, faults: 0, closedUntilMs: nowMs + waitMs, problem: syncError('SYNC_BUSY', { waitMs }) };

/** Faults in a row, each of another call, after which it is the service and not an item. */
export const faultsOfService = 3;

/** A token that is refused is not asked about every few seconds. */
const tokenBackoff: BackoffLimits = { firstMs: 60_000, mostMs: 900_000 };

export function afterAnswer(gate: Gate, answer: Answer, nowMs: number, random: Random): Gate {
  switch (answer.kind) {
    case 'accepted':
    case 'refused':
      // A call that began earlier may end after one that closed the gate: what Retry-After asked for still holds.
      return { ...openGate, closedUntilMs: gate.closedUntilMs > nowMs ? gate.closedUntilMs : 0 };
    case 'busy': {
      const asked = answer.retryAfterMs ?? 0;
      return closed(gate, nowMs, asked + jitter(gate, random, usualBackoff), syncError('SYNC_BUSY'));
    }
    case 'unreachable':
      return closed(
        gate,
        nowMs,
        jitter(gate, random, usualBackoff),
        syncError('SYNC_UNREACHABLE', { why: answer.why }),
      );
    case 'unauthorised': {
      const problem = syncError('SYNC_TOKEN_REFUSED', { code: answer.refusal.code });
      return closed(gate, nowMs, jitter(gate, random, tokenBackoff), problem);
    }
    case 'faulty': {
      const faults = gate.faults + 1;
      if (faults < faultsOfService) return { ...gate, faults };
      const problem = syncError('SYNC_FAULTY', { status: answer.status });
      return { ...closed(gate, nowMs, jitter(gate, random, usualBackoff), problem), faults };
    }
    default:
      return assertNever(answer);
  }
}

/**
 * The gate of a host that takes uploads: whatever it answers says nothing of the service, and the other way round. Its
 * problem is named by the host, since it is the way there that somebody has to look at.
 */
export function afterUpload(gate: Gate, answer: Answer, host: string, nowMs: number, random: Random): Gate {
  const after = afterAnswer(gate, answer, nowMs, random);
  return after.problem === null
    ? after
    : { ...after, problem: syncError('SYNC_STORE_UNREACHABLE', { host, why: whyOf(answer) }) };
}

const whyOf = (answer: Answer): string =>
  answer.kind === 'unreachable' ? answer.why : 'status' in answer ? String(answer.status) : '';

const jitter = ({ failures }: Gate, random: Random, limits: BackoffLimits): number =>
  fullJitter(failures + 1, random, limits);

const closed = (gate: Gate, nowMs: number, waitMs: number, problem: SyncError): Gate => ({
  failures: gate.failures + 1,
  faults: gate.faults,
  closedUntilMs: Math.max(gate.closedUntilMs, nowMs + waitMs),
  problem,
});

/** Milliseconds until a call may begin; 0: now. */
export const waitOf = ({ closedUntilMs }: Gate, nowMs: number): number => Math.max(0, closedUntilMs - nowMs);
