import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nodeCodec } from './structured-clone-text.ts';

const roundTrip = (value: unknown): unknown => nodeCodec.decode(nodeCodec.encode(value));

describe('values on their way between window and main process', () => {
  test('arrive as structured clone gives them', () => {
    const values = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      maxDepth: 4,
    });
    fc.assert(
      fc.property(values, (value) => {
        expect(roundTrip(value)).toEqual(structuredClone(value));
      }),
      { numRuns: 1000 },
    );
  });

  test('keep what JSON loses', () => {
    const value = {
      nothing: undefined,
      not: Number.NaN,
      minus: -0,
      endless: -Infinity,
      big: 2n ** 70n,
      when: new Date(0),
      never: new Date(Number.NaN),
      like: /a+/gi,
    };
    expect(roundTrip(value)).toStrictEqual(value);
    const error = roundTrip(new RangeError('too far')) as Error;
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe('too far');
  });

  test('share and repeat as they did', () => {
    const shared = { n: 1 };
    const circle: { self?: unknown; two: unknown[] } = { two: [shared, shared] };
    circle.self = circle;
    const back = roundTrip(circle) as typeof circle;
    expect(back.self).toBe(back);
    expect(back.two[0]).toBe(back.two[1]);
  });

  test('give no object another prototype', () => {
    const back = roundTrip(JSON.parse('{"__proto__": {"polluted": true}}')) as object;
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect(Object.hasOwn(back, '__proto__')).toBe(true);
  });

  test.each([
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['a promise', Promise.resolve()],
  ])('refuse %s', (_what, value) => {
    expect(() => nodeCodec.encode({ value })).toThrow(/could not be cloned/);
  });
});
