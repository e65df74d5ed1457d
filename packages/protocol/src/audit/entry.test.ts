import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeEntry, encodeEntry, maxEntryBytes } from './entry.ts';
import { sampleBytes, sampleEntry } from './testing/sample-log.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('audit entry', () => {
  it('is canonical JSON, keys sorted and without spaces', () => {
    expect(text(sampleBytes(7))).toBe(
      '{"action":"inspection.completed","actor":{"id":"cli","name":"Jürgen 工","role":"line"},' +
        '"after":{"defects":1,"verdict":"pass"},"before":{},"mono":{"boot":"boot-1","ms":1007},' +
        '"object":{"id":"inspection-7","type":"inspection"},"reason":"",' +
        `"refs":{"image":"${'ab'.repeat(32)}"},"seq":7,"station":"bench-1","time":"2026-11-21T08:00:00.000Z","v":1}`,
    );
  });

  it('comes back as it was written, for any names and values', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1 });
    const name = fc.stringMatching(/^[a-z][a-z0-9_]*$/);
    const value = fc.oneof(word, fc.maxSafeInteger());
    fc.assert(
      fc.property(word, word, fc.dictionary(name, value), (reason, by, after) => {
        const entry = sampleEntry(3, { reason, after, actor: { id: 'x', name: by, role: 'line' } });
        const encoded = encodeEntry(entry);
        if (!encoded.ok) throw new Error(encoded.message);
        const decoded = decodeEntry(encoded.bytes);
        expect(decoded.ok && decoded.exact).toBe(true);
        expect(decoded.ok && decoded.entry).toEqual(entry);
      }),
      { numRuns: 100 },
    );
  });

  it.each([
    ['a float', { after: { score: 0.5 } }],
    ['an integer that a double cannot hold', { after: { n: 2 ** 53 } }],
    ['null', { after: { verdict: null as unknown as string } }],
    ['a nested object', { after: { box: {} as unknown as string } }],
    ['a hash that is none', { refs: { image: 'ABCD' } }],
    ['a time without milliseconds', { time: '2026-11-21T08:00:00Z' }],
    ['a field whose name is no identifier', { after: { '10': 1 } }],
    ['a field that readers overlook', { after: JSON.parse('{"__proto__":1}') }],
    ['such a field beside the others', JSON.parse('{"__proto__":1}')],
    ['another version', { v: 2 as unknown as 1 }],
    ['an action of one word', { action: 'inspected' }],
    ['a lone surrogate', { reason: '\ud800' }],
    ['a field that is not in the format', { extra: 'x' } as object],
  ])('refuses %s', (_, over) => {
    expect(encodeEntry(sampleEntry(0, over))).toMatchObject({ ok: false, code: 'AUDIT_ENTRY_INVALID' });
  });

  it('takes 65,535 bytes and refuses 65,536', () => {
    const room = maxEntryBytes - sampleBytes(0).length;
    expect(sampleBytes(0, { reason: 'r'.repeat(room) }).length).toBe(maxEntryBytes);
    const over = encodeEntry(sampleEntry(0, { reason: 'r'.repeat(room + 1) }));
    expect(over).toMatchObject({ ok: false, code: 'AUDIT_ENTRY_TOO_LARGE' });
  });

  it.each([
    ['keys that sort by code units', { a_b: 1, a1: 2, ab: 3 }],
    ['what looks like an escape', { a: '\\ud800 \\u0041' }],
  ])('sees that bytes with %s are canonical', (_, after) => {
    expect(decodeEntry(sampleBytes(0, { after }))).toMatchObject({ ok: true, exact: true, entry: { after } });
  });

  it.each([
    ['a lone surrogate, escaped', (s: string) => s.replace('line', '\\ud800')],
    ['a hidden field', (s: string) => s.replace('"defects"', '"__proto__"')],
    ['a hidden field beside the others', (s: string) => s.replace('{"action"', '{"__proto__":1,"action"')],
    ['a hidden field, escaped', (s: string) => s.replace('"defects"', '"\\u005f_proto__"')],
  ])('refuses %s', (_, respell) => {
    expect(decodeEntry(utf8(respell(text(sampleBytes(0)))))).toMatchObject({ ok: false });
  });

  it.each([
    ['a space', (s: string) => s.replace(',', ', ')],
    ['another key order', (s: string) => s.replace(/,"v":1}$/, '}').replace(/^\{/, '{"v":1,')],
    ['an escaped letter', (s: string) => s.replace('line', '\\u006cine')],
    ['a number with a point', (s: string) => s.replace('"v":1', '"v":1.0')],
    ['minus zero', (s: string) => s.replace('"seq":0', '"seq":-0')],
    ['a key twice', (s: string) => s.replace(/,"v":1}$/, ',"v":1,"v":1}')],
    ['a trailing newline', (s: string) => `${s}\n`],
  ])('sees that bytes with %s are not canonical', (_, respell) => {
    const decoded = decodeEntry(utf8(respell(text(sampleBytes(0)))));
    expect(decoded).toMatchObject({ ok: true, exact: false });
    expect(decoded.ok && text(decoded.canonical)).toBe(text(sampleBytes(0)));
  });

  it.each([
    ['half an entry', sampleBytes(0).slice(0, 80)],
    ['a byte order mark', utf8(`\ufeff${text(sampleBytes(0))}`)],
    ['bytes that are no UTF-8', Uint8Array.from([...sampleBytes(0).slice(0, -1), 0xff, 0x7d])],
    ['another object', utf8('{"v":1}')],
    ['nothing', new Uint8Array(0)],
  ])('refuses %s', (_, bytes) => {
    expect(decodeEntry(bytes)).toMatchObject({ ok: false });
  });
});
