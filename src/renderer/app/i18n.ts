/** Texts of the window: `locales/<language>/<feature>.json`, one namespace for each file. */
import { createInstance, type i18n as I18n } from 'i18next';
import { initReactI18next } from 'react-i18next';

export const languages = ['en', 'de'] as const;
export type Language = (typeof languages)[number];

const files = import.meta.glob<Record<string, unknown>>('../locales/*/*.json', { eager: true, import: 'default' });

type Texts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** By language and namespace. */
export const texts: Readonly<Record<Language, Texts>> = { en: textsOf('en'), de: textsOf('de') };

function textsOf(language: Language): Texts {
  const found = Object.entries(files).flatMap(([file, content]) => {
    const [, folder, name] = /([^/]+)\/([^/]+)\.json$/.exec(file) ?? [];
    return folder === language && name !== undefined ? [[name, content] as const] : [];
  });
  return Object.fromEntries(found);
}

/** The language to use: the one that was set, or the system's where it is known. `locale` is BCP 47. */
export function languageFor(setting: 'system' | Language, locale: string): Language {
  if (setting !== 'system') return setting;
  const spoken = locale.toLowerCase().split('-')[0];
  return languages.find((language) => language === spoken) ?? 'en';
}

export function createTranslations(language: Language): I18n {
  const instance = createInstance();
  void instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: texts as Record<Language, Record<string, Record<string, string>>>,
    defaultNS: 'app',
    // React escapes.
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  return instance;
}
