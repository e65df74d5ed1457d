/** Text on its way to a terminal: what names and messages bring along is shown, never obeyed. */
import { randomUUID } from 'node:crypto';
import { styleText } from 'node:util';

export type Tint = 'green' | 'red' | 'yellow' | 'gray' | 'bold';

/** Stands in a text around what is coloured. Whoever named a file cannot know it, so no name colours anything. */
const mark = randomUUID();

/** A word in a colour, where there are colours; `shownText` lays it on. */
export const tint = (terminal: { readonly color: boolean }, color: Tint, text: string): string =>
  terminal.color ? `${mark}${color}${mark}${text}${mark}` : text;

/** One line as it is written: the colours of `tint`, and every character that would move, hide or end it in its escaped form. */
export function shownText(text: string): string {
  const parts = text.split(mark).map(escaped);
  // Plain, colour, coloured; plain, colour, coloured …
  return parts.map((part, n) => (n % 3 === 0 ? part : n % 3 === 1 ? '' : painted(parts[n - 1] as Tint, part))).join('');
}

const painted = (color: Tint, text: string): string => styleText(color, text, { validateStream: false });

/** Control and formatting characters (also those that turn the direction of writing), and separators of lines. Joiners are letters' business. */
const unprintable = /(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;
const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** As in JSON, so that JSON which is shown to people stays what it is. */
const escaped = (text: string): string =>
  text.replace(unprintable, (character) =>
    character
      .split('')
      .map((unit) => short[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
