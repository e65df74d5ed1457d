import { describe, expect, it } from 'vitest';
import { createGoldenCache } from './golden-cache.ts';
import { createPixelGate } from './pixel-gate.ts';
import { createTileSlots } from './tile-slots.ts';

/** Lets everything that is ready to go on go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('the pixel gate', () => {
  it('lets boards in up to the limit, in order, and a larger one alone', async () => {
    const gate = createPixelGate(100);
    const inside: string[] = [];
    const leave: Record<string, () => void> = {};
    for (const [name, pixels] of [
      ['a', 60],
      ['b', 40],
      ['huge', 500],
      ['c', 10],
    ] as const) {
      void gate.enter(pixels).then((out) => {
        inside.push(name);
        leave[name] = out;
      });
    }
    await settled();
    expect(inside).toEqual(['a', 'b']);
    leave.a?.();
    leave.a?.();
    await settled();
    expect(inside).toEqual(['a', 'b']);
    leave.b?.();
    await settled();
    expect(inside).toEqual(['a', 'b', 'huge']);
    leave.huge?.();
    await settled();
    expect(inside).toEqual(['a', 'b', 'huge', 'c']);
  });
});

describe('the golden cache', () => {
  const open = () => {
    const made: string[] = [];
    const cache = createGoldenCache<{ size: number }>(100, ({ size }) => size);
    const get = (key: string, size: number): Promise<{ size: number }> =>
      cache.get(key, async () => {
        made.push(key);
        return { size };
      });
    return { made, cache, get };
  };

  it('makes an entry once, even for boards that ask at the same time', async () => {
    const { made, get } = open();
    const [one, other] = await Promise.all([get('a', 10), get('a', 10)]);
    expect(one).toBe(other);
    await get('a', 10);
    expect(made).toEqual(['a']);
  });

  it('drops what was used longest ago when there is too much', async () => {
    const { made, get } = open();
    await get('a', 40);
    await get('b', 40);
    await get('a', 40);
    await get('c', 40);
    await get('a', 40);
    await get('b', 40);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });

  it('hands out but does not keep what is larger than itself, nor a failure', async () => {
    const { made, cache, get } = open();
    await get('a', 60);
    await get('huge', 101);
    await get('huge', 101);
    await get('a', 60);
    expect(made).toEqual(['a', 'huge', 'huge']);
    await expect(cache.get('bad', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await get('bad', 1)).toEqual({ size: 1 });
  });
});

describe('tile slots', () => {
  it('are lent to one taker at a time, and to the next when given back', async () => {
    const slots = createTileSlots(1, 2, 8);
    const first = await slots.take();
    expect(first.planes).toHaveLength(16);
    let second: unknown = null;
    void slots.take().then((slot) => {
      second = slot;
    });
    await settled();
    expect(second).toBeNull();
    slots.give(first);
    await settled();
    expect(second).toBe(first);
  });
});
