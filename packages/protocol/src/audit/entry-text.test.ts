import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from './canonical.ts';
import { auditEntrySchema, decodeEntry } from './entry.ts';
import { entryText } from './entry-text.ts';
import { sampleEntry } from './testing/sample-log.ts';

/** Values near the format: most of the time right, with any field now and then of another kind, missing or added. */
const word = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', 'a"\\\n', '\u2028é😀', '\u007f\u0001'));
const odd = fc.constantFrom<unknown>(null, 0.5, -1, 2 ** 53, -0, true, [], {}, '', '10', Number.MAX_SAFE_INTEGER);
const mostly = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 60, arbitrary: value as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: odd });
// The schema passes over a field of that name, which entry.test.ts has cases of.
const name = fc
  .oneof({ weight: 9, arbitrary: fc.stringMatching(/^[a-z][a-z0-9_]*$/) }, { weight: 1, arbitrary: word })
  .filter((text) => text !== '__proto__');
const fields = fc.dictionary(name, mostly(fc.oneof(word, fc.maxSafeInteger())), { maxKeys: 4 });
const entry = fc.record({
  v: mostly(fc.constant(1)),
  seq: mostly(fc.maxSafeNat()),
  time: mostly(fc.constantFrom('2026-11-21T08:00:00.000Z', '0000-99-99T99:99:99.999Z', '2026-11-21T08:00:00Z')),
  mono: mostly(fc.record({ ms: mostly(fc.maxSafeNat()), boot: mostly(word) })),
  station: mostly(word),
  actor: mostly(fc.record({ id: mostly(word), name: mostly(word), role: mostly(word) })),
  action: mostly(fc.constantFrom('inspection.completed', 'key.epoch_started', 'a.b.c', 'a', 'A.b', 'a..b', 'a.b ')),
  object: mostly(fc.record({ type: mostly(word), id: mostly(word) })),
  reason: mostly(word),
  before: mostly(fields),
  after: mostly(fields),
  refs: mostly(fc.dictionary(name, mostly(fc.constant('ab'.repeat(32))), { maxKeys: 2 })),
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('the fast way to see that a text is an entry', () => {
  it('agrees with the format on what is an entry, for values near it', () => {
    let accepted = 0;
    fc.assert(
      fc.property(entry, (value) => {
        const text = canonicalText(value);
        const same = entryText(JSON.parse(text)) === text;
        const fits = auditEntrySchema.safeParse(JSON.parse(text)).success;
        if (same) accepted += 1;
        expect(same).toBe(fits);
      }),
      { numRuns: 3000 },
    );
    // A generator that hits only one side would show nothing.
    expect(accepted).toBeGreaterThan(100);
  });

  it('gives back the canonical text alone, of however written entries', () => {
    fc.assert(
      fc.property(entry, fc.nat(3), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const canonical = canonicalText(value);
        const seen = entryText(JSON.parse(text));
        if (seen !== null) expect(seen).toBe(canonical);
        const decoded = decodeEntry(bytesOf(text));
        expect(decoded.ok).toBe(auditEntrySchema.safeParse(value).success);
        if (decoded.ok) expect(decoded.exact).toBe(text === canonical);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['actor', 'mono', 'object'] as const)('sees a field too many within %s', (part) => {
    const entryWithMore = { ...sampleEntry(0), [part]: { ...sampleEntry(0)[part], more: 'x' } };
    const text = canonicalText(entryWithMore);
    expect(entryText(JSON.parse(text))).not.toBe(text);
    expect(decodeEntry(bytesOf(text)).ok).toBe(false);
  });
});
