import { stripVTControlCharacters } from 'node:util';
import { expect, it } from 'vitest';
import { forCommand, type Terminal } from './terminal.ts';
import { shownText, tint } from './terminal-text.ts';

const forged = 'a.jpg\r\u001b[2KPASS   b.jpg\n\u009b8m\u202egnp\u2028\u{e0041}';

it('shows what would move, hide, turn or end a line, and leaves letters alone', () => {
  expect(shownText(forged)).toBe('a.jpg\\r\\u001b[2KPASS   b.jpg\\n\\u009b8m\\u202egnp\\u2028\\udb40\\udc41');
  const words = 'Prüfling 日本 🧿 👩‍🔧 می‌خواهم "q" [1]{x}* — Ω';
  expect(shownText(words)).toBe(words);
  expect(JSON.parse(shownText(JSON.stringify({ forged })))).toEqual({ forged });
});

it('lays on its own colours and none that a name brings', () => {
  const line = (color: boolean): string =>
    `${tint({ color }, 'red', 'FAIL')}  \u001b[32mPASS ${tint({ color }, 'gray', '2 ms')}`;
  expect(shownText(line(false))).toBe('FAIL  \\u001b[32mPASS 2 ms');
  const shown = shownText(line(true));
  expect(stripVTControlCharacters(shown)).toBe('FAIL  \\u001b[32mPASS 2 ms');
  expect(shown.startsWith('\u001b[31mFAIL\u001b[39m  \\u001b')).toBe(true);
});

it('is what every command gets: lines, notes and questions shown, JSON as it is', async () => {
  const said: string[] = [];
  const terminal = {
    line: (text: string) => void said.push(`out ${text}`),
    note: (text: string) => void said.push(`err ${text}`),
    async secret(question: string) {
      said.push(`asks ${question}`);
      return null;
    },
  } as Terminal;
  const say = async ({ line, note, secret }: Terminal) => {
    line('"\r"');
    note('\r');
    await secret('\r');
  };
  await say(forCommand(terminal, {}));
  await say(forCommand(terminal, { json: true }));
  expect(said).toEqual(['out "\\r"', 'err \\r', 'asks \\r', 'out "\r"', 'err \\r', 'asks \\r']);
});
