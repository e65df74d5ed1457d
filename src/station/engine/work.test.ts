import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { RenderJob } from '../../engine/protocol.ts';
import { createDesk, type Work } from './work.ts';

const job: RenderJob = { imagePath: 'board', golden: null, outputs: [], maxPixels: 1 };
const work = (id: string): Work => ({
  kind: 'work',
  request: { type: 'render', id, job },
  onProgress: () => undefined,
  settle: () => undefined,
  attempts: 1,
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function open() {
  const overdue: string[] = [];
  const desk = createDesk({
    baseMs: 100,
    msPerMegapixel: 10,
    now: () => performance.now(),
    onOverdue: ({ request }, allowedMs) => overdue.push(`${request.id} after ${allowedMs}`),
  });
  return { desk, overdue };
}

it('tells of work that has used up its time', () => {
  const { desk, overdue } = open();
  desk.put(work('a'));
  vi.advanceTimersByTime(99);
  expect(overdue).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(overdue).toEqual(['a after 100']);
});

it('gives a large board more time, and those beside it, whether they came before or after', () => {
  const { desk, overdue } = open();
  desk.put(work('before'));
  desk.put(work('large'));
  vi.advanceTimersByTime(50);
  desk.grow('large', 20);
  desk.put(work('after'));
  vi.advanceTimersByTime(249);
  expect(overdue).toEqual([]);
  vi.advanceTimersByTime(1);
  expect(overdue).toEqual(['before after 300', 'large after 300']);
  vi.advanceTimersByTime(50);
  expect(overdue.at(-1)).toBe('after after 300');
});

it('forgets what is taken away', () => {
  const { desk, overdue } = open();
  desk.put(work('a'));
  desk.put(work('b'));
  expect(desk.take('a')?.request.id).toBe('a');
  expect(desk.take('a')).toBeUndefined();
  expect(desk.clear().map(({ request }) => request.id)).toEqual(['b']);
  expect(desk.size).toBe(0);
  vi.advanceTimersByTime(1000);
  expect(overdue).toEqual([]);
});
