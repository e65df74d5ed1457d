import { describe, expect, it } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

describe('one at a time', () => {
  it('begins nothing while something goes on, and the next when it is over', async () => {
    const alone = oneAtATime();
    const begun: string[] = [];
    const { promise: over, resolve: finish } = Promise.withResolvers<string>();
    const work = (name: string) => () => {
      begun.push(name);
      return over;
    };
    const [first, second] = [alone(work('first')), alone(work('second'))];
    expect(await second).toBeNull();
    finish('done');
    expect(await first).toBe('done');
    expect(await alone(work('third'))).toBe('done');
    expect(begun).toEqual(['first', 'third']);
  });

  it('is free again after work that failed', async () => {
    const alone = oneAtATime();
    await expect(alone(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await alone(() => Promise.resolve('done'))).toBe('done');
  });
});
