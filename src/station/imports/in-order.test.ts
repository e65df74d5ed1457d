import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mapInOrder } from './in-order.ts';

const never = new AbortController().signal;
const pause = (ticks: number): Promise<void> =>
  ticks === 0 ? Promise.resolve() : Promise.resolve().then(() => pause(ticks - 1));

async function collect<T>(from: AsyncGenerator<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const each of from) all.push(each);
  return all;
}

describe('mapInOrder', () => {
  it('yields every result in the order of the items, whatever each takes, with bounded work at once', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.nat(30)), fc.integer({ min: 1, max: 8 }), async (delays, concurrency) => {
        let active = 0;
        let most = 0;
        const work = async (delay: number): Promise<number> => {
          active += 1;
          most = Math.max(most, active);
          await pause(delay);
          active -= 1;
          return delay;
        };
        expect(await collect(mapInOrder(delays, concurrency, work, never))).toEqual(delays);
        expect(most).toBeLessThanOrEqual(concurrency);
      }),
    ));

  it('begins nothing after stop, and yields what was begun', async () => {
    const stop = new AbortController();
    const begun: number[] = [];
    const work = async (item: number): Promise<number> => {
      begun.push(item);
      await pause(3);
      if (item === 2) stop.abort();
      return item;
    };
    const yielded = await collect(mapInOrder([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 2, work, stop.signal));
    expect(yielded).toEqual(begun);
    expect(yielded.length).toBeLessThan(6);
  });

  it('throws what the work throws', async () => {
    const work = async (): Promise<never> => {
      throw new Error('a bug');
    };
    await expect(collect(mapInOrder([1], 2, work, never))).rejects.toThrow('a bug');
  });
});
