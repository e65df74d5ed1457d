import { describe, expect, test } from 'vitest';
import { menuCommands } from '../../ipc/menu-commands.ts';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import { fill, languageOf, textsIn } from './texts.ts';

const keysOf = (value: object, prefix = ''): string[] =>
  Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' ? keysOf(inner, `${prefix}${key}/`) : [`${prefix}${key}`],
  );
const namesIn = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

describe('texts of menus and dialogs', () => {
  test('both languages say the same things with the same values', () => {
    expect(keysOf(de).sort()).toEqual(keysOf(en).sort());
    for (const [section, texts] of Object.entries(en))
      for (const [key, text] of Object.entries(texts))
        expect(namesIn((de as Record<string, Record<string, string>>)[section]![key]!)).toEqual(namesIn(text));
  });

  test('every command of the menu has a name', () => {
    expect(Object.keys(en.command).sort()).toEqual(Object.keys(menuCommands).sort());
  });

  test('the system’s language, unless the person chose one', () => {
    expect([languageOf('system', 'de-AT'), languageOf('system', 'fr-FR'), languageOf('en', 'de-DE')]).toEqual([
      'de',
      'en',
      'en',
    ]);
    expect(textsIn('de').menu.quit).toBe('Beenden');
  });

  test('values are put in as text', () => {
    expect(fill('{running} in work, {other}', { running: 2 })).toBe('2 in work, {other}');
  });
});
