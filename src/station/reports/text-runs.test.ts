import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textRuns } from './text-runs.ts';

const fonts = [
  { font: 'text', has: (code: number) => code < 0x600 },
  { font: 'han', has: (code: number) => code >= 0x4e00 && code < 0xa000 },
];

describe('textRuns', () => {
  it('splits text by the font that has it', () => {
    expect(textRuns('Lot 检测 A', fonts)).toEqual([
      { font: 'text', text: 'Lot ' },
      { font: 'han', text: '检测' },
      { font: 'text', text: ' A' },
    ]);
  });

  it('shows what no font has, and what has no picture, by number', () => {
    expect(textRuns('a🧿\u202eb\u0000\ud800', fonts)).toEqual([{ font: 'text', text: 'aU+1F9FFU+202EbU+0000U+D800' }]);
  });

  it('loses no character of any text', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const shown = textRuns(text, fonts)
          .map((run) => run.text)
          .join('');
        let at = 0;
        let lost = 0;
        for (const character of text.normalize('NFC').replace(/\s/gu, ' ')) {
          const number = `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
          const rest = shown.slice(at);
          if (!rest.startsWith(character) && !rest.startsWith(number)) lost += 1;
          at += rest.startsWith(character) ? character.length : number.length;
        }
        expect([lost, at]).toEqual([0, shown.length]);
      }),
    ));
});
