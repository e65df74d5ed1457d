/** A changed setting in the reader's words: its name, and what it was set to. */
import type { TFunction } from 'i18next';

/** Settings are logged by the keys that they are stored under: `site.NAME`, `engine.providers`. */
const nameOf = (key: string): string => key.replace(/^(site|engine)\./, '');

export const settingName = (t: TFunction<'audit'>, key: string): string =>
  t(`setting.${nameOf(key)}`, { defaultValue: key });

type InWords = (t: TFunction<'audit'>, value: never) => string;

const list = (t: TFunction<'audit'>, words: readonly string[]): string => words.join(t('settingValue.separator'));

const time = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** Settings whose values people see in other words than they are stored in. */
const inWords: Readonly<Record<string, InWords>> = {
  theme: (t, value: string) => t(`settings:themes.${value}`, { defaultValue: value }),
  language: (t, value: string) => t(`settings:languages.${value}`, { defaultValue: value }),
  scale: (_, value: number) => `${Math.round(value * 100)} %`,
  providers: (t, value: readonly string[]) =>
    list(
      t,
      value.map((provider) => t(`settings:providerName.${provider}`, { defaultValue: provider })),
    ),
  shiftStarts: (t, value: readonly number[]) => list(t, value.map(time)),
  centralSync: (_, value: { readonly url: string }) => value.url,
  centralSignIn: (_, value: { readonly url: string }) => value.url,
};

/**
 * What a setting was set to, from the JSON that the log has; null where a sentence cannot hold it (the keys, the
 * reasons, credentials): the entry's details have it whole. Never throws: what cannot be read stands as it was logged.
 */
export function settingValue(t: TFunction<'audit'>, key: string, logged: string): string | null {
  try {
    const value: unknown = JSON.parse(logged);
    const name = nameOf(key);
    if (value === null) return t(`settingValue.null.${name}`, { defaultValue: t('settingValue.null.other') });
    const words = inWords[name];
    if (words !== undefined) return words(t, value as never);
    if (typeof value === 'boolean') return t(`settingValue.${value ? 'on' : 'off'}`);
    return typeof value === 'object' ? null : String(value);
  } catch {
    return logged;
  }
}
