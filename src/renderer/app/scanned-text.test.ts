import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holdMs, type ScannedText, silenceMs } from './scanned-text.ts';
import { listenForScans } from './scanned-text-listener.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface KeyDown {
  readonly key: string;
  /** Milliseconds after the key before it. */
  readonly after: number;
  readonly ctrlKey?: boolean;
  readonly shiftKey?: boolean;
  readonly repeat?: boolean;
}

/** A page that writes down what its keys did, in their order, and what was scanned. */
function witness() {
  const ran: string[] = [];
  const scans: ScannedText[] = [];
  const page = { waits: false, typesText: false };
  const listener = listenForScans({ onScanned: (scanned) => void scans.push(scanned), inputWaits: () => page.waits });
  /** The page hears the key now; it went down at `timeStamp`. */
  const hear = (
    { key, ctrlKey = false, shiftKey = false, repeat = false }: Omit<KeyDown, 'after'>,
    timeStamp: number,
  ) => {
    const press = { key, ctrlKey, shiftKey, repeat, altKey: false, metaKey: false, timeStamp };
    const taken = listener.hear({ press, run: () => void ran.push(key) }, () => page.typesText);
    if (!taken && key !== 'Shift') ran.push(key);
    return taken;
  };
  const press = (down: KeyDown) => {
    vi.advanceTimersByTime(down.after);
    return hear(down, performance.now());
  };
  return { ran, scans, page, hear, press };
}

/** As a scanner types it: `pace` milliseconds from character to character. */
const scanOf = (text: string, end: readonly string[] = ['Enter'], pace = 5, after = 200): readonly KeyDown[] =>
  [...text, ...end].map((key, place) => ({ key, after: place === 0 ? after : pace }));

describe("a person's keys", () => {
  it('run after the short time in which they could begin a scan, also the last one', () => {
    const { ran, press } = witness();
    press({ key: 'c', after: 200 });
    vi.advanceTimersByTime(holdMs);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(2);
    expect(ran).toEqual(['c']);
  });

  it('run at once where they type no character, and never before the key that is held', () => {
    const { ran, press } = witness();
    press({ key: 'c', after: 200 });
    expect(press({ key: 'ArrowDown', after: 3 })).toBe(false);
    expect(press({ key: 'z', ctrlKey: true, after: 3 })).toBe(false);
    expect(press({ key: 'Enter', after: 40 })).toBe(false);
    expect(ran).toEqual(['c', 'ArrowDown', 'z', 'Enter']);
  });

  it('repeat while one is held down', () => {
    const { ran, press } = witness();
    press({ key: 'n', after: 200 });
    press({ key: 'n', repeat: true, after: 20 });
    press({ key: 'n', repeat: true, after: 20 });
    expect(ran).toEqual(['n', 'n', 'n']);
  });

  it('type in a text field at any pace, as a scanner does there', () => {
    const { ran, scans, page, press } = witness();
    page.typesText = true;
    for (const down of scanOf('B-42')) expect(press(down)).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(ran).toEqual([...'B-42', 'Enter']);
    expect(scans).toEqual([]);
  });

  it('type in the text field that the key before them opened, however late the page hears them', () => {
    const { page, hear } = witness();
    const listener = listenForScans({ onScanned: () => undefined, inputWaits: () => false });
    const opens = {
      press: { key: 't', ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, repeat: false, timeStamp: 0 },
      run: () => {
        page.typesText = true;
      },
    };
    listener.hear(opens, () => page.typesText);
    const next = { press: { ...opens.press, key: 'a', timeStamp: 50 }, run: () => undefined };
    expect(listener.hear(next, () => page.typesText)).toBe(false);
    expect(hear({ key: 'b' }, 100)).toBe(false);
  });

  it('do nothing where two fingers came down together', () => {
    const { ran, scans, press } = witness();
    press({ key: 'c', after: 200 });
    press({ key: 'f', after: 4 });
    vi.advanceTimersByTime(1000);
    press({ key: 'c', after: 200 });
    expect(press({ key: 'Enter', after: 4 })).toBe(true);
    vi.advanceTimersByTime(1000);
    expect([ran, scans]).toEqual([[], []]);
  });
});

describe('a scan', () => {
  it.each([
    ['Enter', ['Enter'], true],
    ['Tab', ['Tab'], true],
    ['two Enters', ['Enter', 'Enter'], true],
    ['nothing', [], false],
  ])('that ends with %s is text, and none of its keys does anything', (_, end, ended) => {
    const { ran, scans, press } = witness();
    for (const down of scanOf('CF-000432', end)) expect(press(down)).toBe(true);
    vi.advanceTimersByTime(silenceMs + 2);
    expect(ran).toEqual([]);
    expect(scans).toEqual([{ text: 'CF-000432', ended }]);
  });

  it('keeps its capitals, its spaces and what comes between', () => {
    const { ran, scans, press } = witness();
    const shifted = (key: string): KeyDown => ({ key, shiftKey: true, after: 2 });
    press({ key: 'Shift', after: 200 });
    press(shifted('C'));
    press({ key: 'Shift', after: 2 });
    press(shifted('F'));
    press({ key: ' ', after: 2 });
    press({ key: ']', ctrlKey: true, after: 2 });
    press({ key: '1', after: 2 });
    press({ key: '1', after: 60 });
    press({ key: 'Enter', shiftKey: true, after: 90 });
    expect(ran).toEqual([]);
    expect(scans).toEqual([{ text: 'CF 11', ended: true }]);
  });

  it('is one where the page was busy, and its timer late: the key that waits goes first', () => {
    const { ran, scans, page, hear, press } = witness();
    press({ key: 'C', after: 200 });
    const at = performance.now();
    page.waits = true;
    vi.advanceTimersByTime(400);
    for (const [place, key] of ['F', '1', 'Enter'].entries()) hear({ key }, at + 5 * (place + 1));
    page.waits = false;
    vi.advanceTimersByTime(1000);
    expect(ran).toEqual([]);
    expect(scans).toEqual([{ text: 'CF1', ended: true }]);
  });

  it('is one where the whole computer is busy: what came late is waited for longer', () => {
    const { ran, scans, hear, press } = witness();
    press({ key: 'ArrowDown', after: 200 });
    const at = performance.now();
    vi.advanceTimersByTime(68);
    hear({ key: 'C' }, at);
    vi.advanceTimersByTime(65);
    for (const [place, key] of ['F', '1', 'Enter'].entries()) hear({ key }, at + 5 * (place + 1));
    expect(ran).toEqual(['ArrowDown']);
    expect(scans).toEqual([{ text: 'CF1', ended: true }]);
  });

  it('is one where the timer is late before the next key is there', () => {
    const { ran, scans, hear, press } = witness();
    press({ key: 'C', after: 200 });
    const at = performance.now();
    const now = performance.now.bind(performance);
    const stolenMs = 40;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now() + stolenMs);
    vi.advanceTimersByTime(holdMs + 2);
    for (const [place, key] of ['F', '1', 'Enter'].entries()) hear({ key }, at + 5 * (place + 1));
    clock.mockRestore();
    expect(ran).toEqual([]);
    expect(scans).toEqual([{ text: 'CF1', ended: true }]);
  });

  it('is not waited for without end: a key that nothing follows runs, however late it came', () => {
    const { ran, hear } = witness();
    vi.advanceTimersByTime(5000);
    hear({ key: 'c' }, performance.now() - 200);
    vi.advanceTimersByTime(100);
    expect(ran).toEqual(['c']);
  });

  it('is whole and signs nothing off where its second key came later than any sign of it', () => {
    const { ran, scans, hear, press } = witness();
    press({ key: 'C', after: 200 });
    const at = performance.now();
    vi.advanceTimersByTime(400);
    for (const [place, key] of ['F', '1', 'Enter'].entries()) hear({ key }, at + 5 * (place + 1));
    expect(ran).toEqual(['C']);
    expect(scans).toEqual([{ text: 'CF1', ended: true }]);
  });

  it('goes on where the focus moves into a text field meanwhile', () => {
    const { ran, scans, page, press } = witness();
    for (const [place, down] of scanOf('000431').entries()) {
      page.typesText = place > 3;
      press(down);
    }
    expect(ran).toEqual([]);
    expect(scans).toEqual([{ text: '000431', ended: true }]);
  });
});

describe("any mix of a person's keys and scans", () => {
  const characters = [...'cfarnpjkhtCFAR0123456789-/?'];
  const character = fc.constantFrom(...characters);
  const personsKey = fc.record({
    kind: fc.constant('key' as const),
    key: fc.oneof(character, fc.constantFrom('Enter', 'Tab', 'ArrowDown', 'PageDown', 'Escape', ' ')),
    gap: fc.integer({ min: 36, max: 200 }),
  });
  const scan = fc.record({
    kind: fc.constant('scan' as const),
    text: fc.array(character, { minLength: 3, maxLength: 14 }).map((all) => all.join('')),
    end: fc.constantFrom([], ['Enter'], ['Tab'], ['Enter', 'Enter']),
    paces: fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 16, maxLength: 16 }),
    gap: fc.integer({ min: 36, max: 200 }),
  });

  it('runs each key of a person once and in order, no key of a scan, and gives each text whole', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(personsKey, scan), { maxLength: 25 }), fc.boolean(), (parts, isBusy) => {
        vi.useFakeTimers();
        const { ran, scans, page, hear } = witness();
        // A busy page hears all of it at the end, late and at once: nothing but the times of the keys tells.
        page.waits = isBusy;
        let at = performance.now();
        const go = (ms: number): void => {
          at += ms;
          if (!isBusy) vi.advanceTimersByTime(ms);
        };
        let isOpen = false;
        for (const part of parts) {
          go(part.gap + (isOpen ? silenceMs : 0));
          isOpen = part.kind === 'scan' && part.end.length === 0;
          if (part.kind === 'key') hear(part, at);
          else
            for (const [place, key] of [...part.text, ...part.end].entries()) {
              if (place > 0) go(part.paces[place - 1]!);
              hear({ key }, at);
            }
        }
        page.waits = false;
        vi.advanceTimersByTime(at - performance.now() + 1000);
        expect(ran).toEqual(parts.flatMap((part) => (part.kind === 'key' ? [part.key] : [])));
        expect(scans).toEqual(
          parts.flatMap((part) => (part.kind === 'scan' ? [{ text: part.text, ended: part.end.length > 0 }] : [])),
        );
      }),
      { numRuns: 300 },
    );
  });
});
