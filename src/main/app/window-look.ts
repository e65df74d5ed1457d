/** What the shell itself takes from the site's settings: its language, its theme, its menu's keys. */
import { nativeTheme } from 'electron';
import type { SiteSettings } from '../../station/settings/site-settings.ts';
import { languageOf, type Texts, textsIn } from '../texts/texts.ts';

/** As the window's own tokens say; shown until the page is drawn. */
const backgrounds = { dark: '#14171c', light: '#f4f5f7' } as const;

export const textsOf = ({ language }: Pick<SiteSettings, 'language'>, locale: string): Texts =>
  textsIn(languageOf(language, locale));

/** Title bars, native menus and `prefers-color-scheme` follow. */
export function followTheme({ theme }: Pick<SiteSettings, 'theme'>): void {
  nativeTheme.themeSource = theme;
}

export const backgroundColor = (): string => (nativeTheme.shouldUseDarkColors ? backgrounds.dark : backgrounds.light);
