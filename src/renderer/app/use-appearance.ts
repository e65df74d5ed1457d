import { useEffect } from 'react';
import { languageFor } from './i18n.ts';
import { useSettings, useWorkspace } from './workspace-context.tsx';

/** Puts theme, text size, language and keys of the settings into effect. */
export function useAppearance(): void {
  const { translations, commands } = useWorkspace();
  const { theme, scale, language, keys } = useSettings(({ values }) => values);

  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      document.documentElement.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
    };
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);

  useEffect(() => document.documentElement.style.setProperty('--scale', String(scale)), [scale]);

  useEffect(() => {
    const wanted = languageFor(language, navigator.language);
    document.documentElement.lang = wanted;
    void translations.changeLanguage(wanted);
  }, [language, translations]);

  useEffect(() => commands.setKeys(keys), [commands, keys]);
}
