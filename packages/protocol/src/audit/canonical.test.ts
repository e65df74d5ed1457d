import { describe, expect, it } from 'vitest';
import { canonicalText } from './canonical.ts';
import published from './testing/vectors/rfc8785.json' with { type: 'json' };

const double = (hex: string): number => Buffer.from(hex, 'hex').readDoubleBE();

describe('canonical JSON of RFC 8785', () => {
  it.each(published.vectors)('has its own examples: $desc', ({ json, ieee754, canonical }) => {
    const value = ieee754 === undefined ? JSON.parse(json as string) : double(ieee754);
    if (canonical === null) expect(() => canonicalText(value)).toThrow();
    else expect(canonicalText(value)).toBe(canonical);
  });

  it.each([
    ['a lone surrogate', '\ud800'],
    ['a lone surrogate in a key', { '\udc00': 1 }],
    ['nothing', undefined],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalText(value)).toThrow();
  });
});
