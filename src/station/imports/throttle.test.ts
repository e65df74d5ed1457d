import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { throttle } from './throttle.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a throttled state', () => {
  it('is told at once, then at most once in its interval, and its last is never lost', () => {
    const told: number[] = [];
    const state = throttle<number>(100, (value) => told.push(value));
    for (let value = 1; value <= 5; value += 1) state.push(value);
    expect(told).toEqual([1]);
    vi.advanceTimersByTime(100);
    expect(told).toEqual([1, 5]);
    vi.advanceTimersByTime(1000);
    expect(told).toEqual([1, 5]);
    state.push(6);
    expect(told).toEqual([1, 5, 6]);
  });

  it('is told before its time where it is the end', () => {
    const told: string[] = [];
    const state = throttle<string>(100, (value) => told.push(value));
    state.push('reading');
    state.push('finished');
    state.flush();
    vi.advanceTimersByTime(1000);
    expect(told).toEqual(['reading', 'finished']);
  });
});
