import { describe, expect, test, vi } from 'vitest';
import { makeQuitting, type Work } from './quitting.ts';

function station(work: Work | null, answer = true) {
  const events: string[] = [];
  const gone = Promise.withResolvers<void>();
  const ask = vi.fn(async () => {
    events.push('asked');
    return answer;
  });
  const quitting = makeQuitting({
    work: async () => work,
    ask,
    finish: async () => void events.push('finished'),
    quit: () => {
      events.push('quit');
      gone.resolve();
    },
    onFault: (fault) => events.push(`fault: ${fault}`),
  });
  return { quitting, events, ask, gone: gone.promise };
}

describe('closing the window', () => {
  test('with nothing in work: the station is closed first, nobody is asked', async () => {
    const { quitting, events, gone } = station({ running: 0, waiting: 0 });
    expect(quitting.mayClose()).toBe(false);
    await gone;
    expect(events).toEqual(['finished', 'quit']);
    expect(quitting.mayClose()).toBe(true);
  });

  test('with boards in work: asks, then finishes them', async () => {
    const { quitting, events, gone } = station({ running: 1, waiting: 30 });
    quitting.mayClose();
    expect(quitting.isLeaving()).toBe(false);
    await gone;
    expect(events).toEqual(['asked', 'finished', 'quit']);
    expect(quitting.isLeaving()).toBe(true);
  });

  test('a person who stays is asked again the next time', async () => {
    const { quitting, events, ask } = station({ running: 1, waiting: 0 }, false);
    quitting.mayClose();
    await vi.waitFor(() => expect(events).toEqual(['asked']));
    await vi.waitFor(() => {
      quitting.mayClose();
      expect(ask).toHaveBeenCalledTimes(2);
    });
    expect(events).not.toContain('quit');
  });

  test('impatient clicks neither ask nor finish twice', async () => {
    const { quitting, events, gone } = station({ running: 2, waiting: 0 });
    for (let i = 0; i < 5; i += 1) expect(quitting.mayClose()).toBe(false);
    await gone;
    expect(events).toEqual(['asked', 'finished', 'quit']);
  });

  test('a station that cannot say what it does is closed without a question', async () => {
    const { quitting, events, gone } = station(null);
    quitting.mayClose();
    await gone;
    expect(events).toEqual(['finished', 'quit']);
  });

  test.each(['work', 'ask', 'finish'] as const)('can be closed though %s fails, and says so', async (what) => {
    const events: string[] = [];
    const gone = Promise.withResolvers<void>();
    const failing = async (): Promise<never> => Promise.reject(`no ${what}`);
    const quitting = makeQuitting({
      work: async () => ({ running: 1, waiting: 0 }),
      ask: async () => true,
      finish: async () => undefined,
      quit: gone.resolve,
      onFault: (fault) => events.push(String(fault)),
      ...{ [what]: failing },
    });
    expect(quitting.mayClose()).toBe(false);
    await gone.promise;
    expect(events).toEqual([`no ${what}`]);
    expect(quitting.mayClose()).toBe(true);
  });
});
