/** Splits text by the fonts that can show it. */

/** A font by name and the code points it has glyphs for. */
export interface Coverage {
  readonly font: string;
  has(codePoint: number): boolean;
}

export interface TextRun {
  readonly font: string;
  readonly text: string;
}

/** Control and format characters have no picture of their own; some turn the order of text around. They are shown by number. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u;

/** A character by its number, `U+1F9FF`. */
const codePointName = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * Runs of one font each, in logical order. The first font that has a character shows it; a neutral character stays with
 * its run where that font has it too. What no font has is written as `U+XXXX` in the first font.
 */
export function textRuns(text: string, fonts: readonly Coverage[]): TextRun[] {
  const first = fonts[0];
  if (first === undefined) throw new Error('Text needs at least one font');
  const runs: { font: string; text: string }[] = [];
  let current: Coverage | undefined;
  for (const character of text.normalize('NFC').replace(/\s/gu, ' ')) {
    const codePoint = character.codePointAt(0) ?? 0;
    // PDF's Identity-H as jsPDF writes it addresses 16-bit code points only.
    const shows = (font: Coverage): boolean => codePoint <= 0xffff && font.has(codePoint);
    const known = invisible.test(character)
      ? undefined
      : current !== first && isNeutral(character) && current && shows(current)
        ? current
        : fonts.find(shows);
    const font = known ?? first;
    const shown = known === undefined ? codePointName(character) : character;
    const last = runs.at(-1);
    if (last !== undefined && current === font) last.text += shown;
    else runs.push({ font: font.font, text: shown });
    current = font;
  }
  return runs;
}

const isNeutral = (character: string): boolean => /[\p{Zs}\p{P}]/u.test(character);
