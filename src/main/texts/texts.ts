/** The shell's own words: menus and dialogs. The window has its own. */
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };

export type Texts = typeof en;
export type Language = 'en' | 'de';

/** @param setting The person's choice, or `system`. @param locale BCP 47, of the system. */
export function languageOf(setting: Language | 'system', locale: string): Language {
  if (setting !== 'system') return setting;
  return locale.toLowerCase().startsWith('de') ? 'de' : 'en';
}

export const textsIn = (language: Language): Texts => (language === 'de' ? de : en);

/** Puts values into a text's `{names}`. */
export const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replace(/\{(\w+)\}/g, (name, key: string) => String(values[key] ?? name));
