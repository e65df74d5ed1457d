import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText } from './canonical.ts';
import { auditEntrySchema, decodeEntry } from './entry.ts';
import { scanEntry } from './entry-grammar.ts';
import { sampleEntry } from './testing/sample-log.ts';

/** Values near the format: most of the time right, with any field now and then of another kind, missing or added. */
const word = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('', 'a"\\\n', '\u2028é😀', '\u007f\u0001'));
const filled = fc.oneof({ weight: 30, arbitrary: word.map((text) => `${text}x`) }, { weight: 1, arbitrary: word });
const odd = fc.constantFrom<unknown>(null, 0.5, -1, 2 ** 53, -0, true, [], {}, '', '10', Number.MAX_SAFE_INTEGER);
const mostly = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 60, arbitrary: value as fc.Arbitrary<unknown> }, { weight: 1, arbitrary: odd });
const anyCount = fc.oneof(fc.nat(), fc.constantFrom(0, 10 ** 15 - 1, 10 ** 15, Number.MAX_SAFE_INTEGER));
// The schema passes over a field of that name, which entry.test.ts has cases of.
const name = fc
  .oneof({ weight: 40, arbitrary: fc.stringMatching(/^[a-z][a-z0-9_]*$/) }, { weight: 1, arbitrary: word })
  .filter((text) => text !== '__proto__');
const fields = fc.dictionary(name, mostly(fc.oneof(word, fc.integer())), { maxKeys: 4 });
const entry = fc.record({
  v: mostly(fc.constant(1)),
  seq: mostly(anyCount),
  time: mostly(fc.constantFrom('2026-11-21T08:00:00.000Z', '0000-99-99T99:99:99.999Z', '2026-11-21T08:00:00Z')),
  mono: mostly(fc.record({ ms: mostly(anyCount), boot: mostly(filled) })),
  station: mostly(filled),
  actor: mostly(fc.record({ id: mostly(filled), name: mostly(word), role: mostly(filled) })),
  action: mostly(fc.constantFrom('inspection.completed', 'key.epoch_started', 'a.b.c', 'x_y.z', 'a', 'A.b', 'a.b ')),
  object: mostly(fc.record({ type: mostly(filled), id: mostly(filled) })),
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
        const scanned = scanEntry(text);
        const format = auditEntrySchema.safeParse(JSON.parse(text));
        if (scanned !== null) {
          accepted += 1;
          expect(scanned).toEqual({ seq: format.data?.seq, action: format.data?.action });
        }
        // Longer integers are left to the format itself.
        if (!/[0-9]{16}/.test(text.replace(/"(?:[^"\\]|\\.)*"/g, ''))) expect(scanned !== null).toBe(format.success);
      }),
      { numRuns: 1500 },
    );
    // A generator that hits only one side would show nothing.
    expect(accepted).toBeGreaterThan(100);
  });

  it('takes the canonical text alone, of however written entries', () => {
    fc.assert(
      fc.property(entry, fc.nat(3), fc.boolean(), (value, indent, backwards) => {
        const text = JSON.stringify(backwards ? reversed(value) : value, null, indent);
        const canonical = canonicalText(value);
        if (scanEntry(text) !== null) expect(text).toBe(canonical);
        const decoded = decodeEntry(bytesOf(text));
        expect(decoded.ok).toBe(auditEntrySchema.safeParse(value).success);
        if (decoded.ok) expect(decoded.exact).toBe(text === canonical);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['actor', 'mono', 'object'] as const)('sees a field too many within %s', (part) => {
    const text = canonicalText({ ...sampleEntry(0), [part]: { ...sampleEntry(0)[part], more: 'x' } });
    expect(scanEntry(text)).toBeNull();
    expect(decodeEntry(bytesOf(text)).ok).toBe(false);
  });

  it.each([
    ['fields out of order', (s: string) => s.replace('"defects":0,"verdict":"fail"', '"verdict":"fail","defects":0')],
    ['a field twice', (s: string) => s.replace('"defects":0', '"defects":0,"defects":0')],
    ['a field twice, the entry’s own', (s: string) => s.replace('"v":1', '"v":1,"v":1')],
    ['a letter escaped', (s: string) => s.replace('line', '\\u006cine')],
    ['a newline escaped the long way', (s: string) => s.replace('"reason":""', '"reason":"\\u000a"')],
    ['an escape in capitals', (s: string) => s.replace('"reason":""', '"reason":"\\u001F"')],
    ['a slash escaped', (s: string) => s.replace('"reason":""', '"reason":"\\/"')],
    ['a lone surrogate', (s: string) => s.replace('"reason":""', '"reason":"\\ud800"')],
    ['minus zero', (s: string) => s.replace('"defects":0', '"defects":-0')],
    ['a zero before a number', (s: string) => s.replace('"defects":0', '"defects":01')],
    ['a newline after it', (s: string) => `${s}\n`],
  ])('does not take a text with %s', (_, respell) => {
    const text = canonicalText(sampleEntry(0));
    expect(respell(text)).not.toBe(text);
    expect(scanEntry(text)).not.toBeNull();
    expect(scanEntry(respell(text))).toBeNull();
  });

  it('takes names in order whatever their values look like', () => {
    const after = { a: '{"z":1,"b":', b: ',"a":', c: '"}', d: '\\"', e: -5 };
    expect(scanEntry(canonicalText(sampleEntry(0, { after })))).toMatchObject({ seq: 0 });
  });

  it('takes the longest entry', () => {
    const reason = 'a\n'.repeat(21_000);
    expect(scanEntry(canonicalText(sampleEntry(0, { reason })))).not.toBeNull();
  });
});

/** The same content, its fields in the other order. */
function reversed(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, inner]) => [name, reversed(inner)]),
  );
}
