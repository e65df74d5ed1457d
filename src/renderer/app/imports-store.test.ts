import { expect, test } from 'vitest';
import { type ImportProgress, runningBoards, waitingBoards } from './imports-store.ts';

const inWork = (name: string) => ({ name, part: null, progress: null });

const lot = (state: ImportProgress['state'], facts: Partial<ImportProgress> = {}): ImportProgress => ({
  importId: 'lot',
  state,
  total: 10,
  inspected: 0,
  known: 0,
  refused: [],
  refusedTotal: 0,
  running: [],
  error: null,
  ...facts,
});

test('boards that the engine has not begun yet wait, also before the first is in work', () => {
  expect(waitingBoards([lot('inspecting')])).toBe(10);
  expect(runningBoards([lot('inspecting')])).toEqual([]);
});

test('boards in work, inspected, known before or refused do not wait', () => {
  const facts = { inspected: 3, known: 1, refusedTotal: 2, running: [inWork('a.png'), inWork('b.png')] };
  expect(waitingBoards([lot('inspecting', facts)])).toBe(2);
});

test('nothing waits in an import that has ended, whatever it left undone', () => {
  expect(waitingBoards([lot('cancelled', { inspected: 4 }), lot('finished', { inspected: 10 })])).toBe(0);
});

test('imports beside each other add up', () => {
  expect(waitingBoards([lot('inspecting', { inspected: 8 }), lot('reading', { total: 5 })])).toBe(7);
});
