import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Answer, answerOf } from './answer.ts';
import { leftOf } from './asked-to-wait.ts';
import { fullJitter, usualBackoff } from './backoff.ts';
import { clockOffset } from './clock-offset.ts';
import { afterAnswer, closedFor, faultsOfService, openGate, waitOf } from './gate.ts';
import { caughtUpIn, itemsPerMinute, noPace, paced } from './pace.ts';
import { fullBucket, take } from './token-bucket.ts';
import { isPoison, mostFaults, mostRefusals } from './tries.ts';

const reply = (status: number, more: { retryAfter?: string; date?: string; body?: string } = {}) =>
  answerOf({
    kind: 'reply',
    status,
    body: more.body ?? '',
    retryAfter: more.retryAfter ?? null,
    date: more.date ?? null,
    etag: null,
  });

describe('what an answer means', () => {
  it.each([
    [200, 'accepted'],
    [304, 'accepted'],
    [302, 'faulty'],
    [400, 'refused'],
    [401, 'unauthorised'],
    [403, 'refused'],
    [404, 'refused'],
    [409, 'refused'],
    [422, 'refused'],
    [429, 'busy'],
    [500, 'faulty'],
    [502, 'faulty'],
    [503, 'busy'],
  ])('%d: %s', (status, kind) => expect(reply(status).kind).toBe(kind));

  it('is by the code of the problem where the status says too little', () => {
    const problem = (code: string) => ({ body: JSON.stringify({ error: 'No.', code }) });
    expect(reply(403, problem('ACCESS_SCOPE')).kind).toBe('unauthorised');
    expect(reply(409, problem('IDEMPOTENCY_IN_FLIGHT')).kind).toBe('busy');
    expect(reply(409, problem('RESULTS_CONFLICT'))).toMatchObject({
      refusal: { code: 'RESULTS_CONFLICT', message: 'No.' },
    });
  });

  it('reads Retry-After in seconds, and as a date by the clock of the service', () => {
    expect(reply(503, { retryAfter: '7' })).toMatchObject({ retryAfterMs: 7000 });
    const date = 'Sat, 01 Jan 2000 00:00:00 GMT';
    expect(reply(429, { retryAfter: 'Sat, 01 Jan 2000 00:02:00 GMT', date })).toMatchObject({ retryAfterMs: 120_000 });
    for (const retryAfter of ['soon', '-5', 'Sat, 01 Jan 2000 00:02:00 GMT'])
      expect(reply(503, { retryAfter })).toMatchObject({ retryAfterMs: null });
    expect(reply(503, { retryAfter: '999999999' })).toMatchObject({ retryAfterMs: 86_400_000 });
  });
});

const share = fc.double({ min: 0, max: 0.999999, noNaN: true });
const answers: fc.Arbitrary<Answer> = fc.oneof(
  fc.constant({ kind: 'accepted', status: 200, body: '', etag: null } as const),
  fc.constant({ kind: 'unreachable', why: 'x' } as const),
  fc.constant({ kind: 'faulty', status: 500 } as const),
  fc.record({
    kind: fc.constant('busy' as const),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 100_000 })),
    status: fc.constant(503),
  }),
);

describe('the gate', () => {
  it('S5: stays closed as long as any answer asked, whatever is answered meanwhile', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(answers, fc.integer({ min: 0, max: 50_000 }), share)), (steps) => {
        let [gate, now, notBefore] = [openGate, 0, 0];
        for (const [answer, passedMs, chance] of steps) {
          now += passedMs;
          gate = afterAnswer(gate, answer, now, () => chance);
          if (answer.kind === 'busy') notBefore = Math.max(notBefore, now + (answer.retryAfterMs ?? 0));
          expect(now + waitOf(gate, now)).toBeGreaterThanOrEqual(notBefore);
        }
      }),
    );
  });

  it('S13: waits anything up to its bound after the service was not there', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), share, (failures, chance) => {
        const waitMs = fullJitter(failures, () => chance);
        const bound = Math.min(usualBackoff.mostMs, 1000 * 2 ** (failures - 1));
        expect(waitMs).toBeGreaterThanOrEqual(0);
        expect(waitMs).toBeLessThan(bound);
        expect(waitMs / bound).toBeCloseTo(chance, 2);
      }),
    );
  });

  it('S6: a fault or two may be an item’s; three in a row are the service’s', () => {
    let gate = openGate;
    for (let n = 1; n < faultsOfService; n += 1) {
      gate = afterAnswer(gate, { kind: 'faulty', status: 500 }, 0, () => 0.5);
      expect(gate.problem).toBeNull();
    }
    expect(afterAnswer(gate, { kind: 'faulty', status: 500 }, 0, () => 0.5).problem?.code).toBe('SYNC_FAULTY');
    const taken = afterAnswer(gate, { kind: 'accepted', status: 200, body: '', etag: null }, 0, () => 0.5);
    expect(taken).toEqual(openGate);
  });
});

describe('what Retry-After asked for, after a restart', () => {
  const kept = { url: 'https://a', bootId: 'one', untilMs: 50_000, waitMs: 30_000 };
  const now = { url: 'https://a', bootId: 'one', nowMs: 30_000 };

  it('S5: still holds for what is left of it, by the clock that counts from the boot', () => {
    expect(leftOf(kept, now)).toBe(20_000);
    expect(leftOf(kept, { ...now, nowMs: 50_000 })).toBe(0);
    expect(leftOf(null, now)).toBe(0);
    expect(waitOf(closedFor(20_000, 5), 5)).toBe(20_000);
    expect(closedFor(0, 5)).toBe(openGate);
  });

  it('S5: begins anew after a restart of the computer, since nothing tells how long it was off; an hour at most', () => {
    expect(leftOf(kept, { ...now, bootId: 'two', nowMs: 3 })).toBe(30_000);
    expect(leftOf({ ...kept, waitMs: 86_400_000 }, { ...now, bootId: 'two' })).toBe(3_600_000);
  });

  it('S5: is never longer than what was asked for, also where the clock counts from less than it did', () => {
    expect(leftOf(kept, { ...now, nowMs: 3 })).toBe(30_000);
  });

  it('is not held against another service', () => {
    expect(leftOf(kept, { ...now, url: 'https://b' })).toBe(0);
  });
});

describe('the cap', () => {
  it('S8: lets no more bytes out in any time than that time and one second are worth', () => {
    const pieces = fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 0, max: 3000 })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 100_000 }), pieces, (cap, wanted) => {
        let [bucket, now] = [fullBucket(cap, 0), 0];
        const out: { readonly atMs: number; readonly bytes: number }[] = [];
        for (const [bytes, idleMs] of wanted) {
          now += idleMs;
          const taken = take(bucket, bytes, now);
          bucket = taken.bucket;
          now += taken.waitMs;
          out.push({ atMs: now, bytes });
        }
        for (const [from, first] of out.entries()) {
          let sum = 0;
          for (const { atMs, bytes } of out.slice(from)) {
            sum += bytes;
            expect(sum).toBeLessThanOrEqual(cap * ((atMs - first.atMs) / 1000 + 1) + 1);
          }
        }
      }),
    );
  });
});

describe('an item', () => {
  it('S6: is set aside for its own refusals, and for faults only where others were taken', () => {
    expect(isPoison('refused', mostRefusals - 1, true)).toBe(false);
    expect(isPoison('refused', mostRefusals, false)).toBe(true);
    expect(isPoison('fault', mostFaults, false)).toBe(false);
    expect(isPoison('fault', mostFaults, true)).toBe(true);
  });
});

describe('the clock', () => {
  it('S7: is measured against the date of an answer, to a second', () => {
    const date = 'Sat, 21 Nov 2026 12:00:00 GMT';
    const server = Date.parse(date);
    expect(clockOffset(date, server - 60_000, server - 59_000, 1000)).toEqual({
      offsetMs: 60_000,
      uncertaintyMs: 1000,
    });
    // Set by ten years while the answer was on its way.
    expect(clockOffset(date, server, server + 3.2e11, 1000)).toBeNull();
    expect(clockOffset(null, server, server, 0)).toBeNull();
  });
});

describe('how long until everything is there', () => {
  it('follows from what was taken in the last two minutes', () => {
    let pace = noPace;
    expect(caughtUpIn(pace, 10, 0)).toBeNull();
    for (let second = 0; second <= 10; second += 1) pace = paced(pace, second * 1000, 5);
    expect(caughtUpIn(pace, 550, 10_000)).toBe(100_000);
    expect(itemsPerMinute(pace, 10_000)).toBe(330);
    expect(itemsPerMinute(pace, 1_000_000)).toBeNull();
    expect(caughtUpIn(pace, 0, 10_000)).toBe(0);
    expect(caughtUpIn(pace, 10, 1_000_000)).toBeNull();
  });
});
