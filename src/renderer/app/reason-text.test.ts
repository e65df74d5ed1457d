import { describe, expect, it } from 'vitest';
import { standardReasons } from '../../core/review/standard-reasons.ts';
import { createTranslations, languages } from './i18n.ts';
import { reasonOf, reasonText } from './reason-text.ts';

describe('reasons', () => {
  it.each(languages)('that every site starts with are worded in %s, each by its own words', (language) => {
    const { t } = createTranslations(language);
    const worded = standardReasons.map((reason) => reasonText(t, reason));
    expect(new Set(worded).size).toBe(standardReasons.length);
    expect(worded.filter((text) => text.includes('reason.') || text.includes('standard/'))).toEqual([]);
    expect(worded.map((text) => reasonOf(t, text))).toEqual(standardReasons);
  });

  it('that a site typed stay as they are', () => {
    const { t } = createTranslations('de');
    expect(reasonText(t, 'Flussmittel')).toBe('Flussmittel');
    expect(reasonOf(t, 'Flussmittel')).toBe('Flussmittel');
    expect(reasonText(t, 'standard/of_another_version')).toBe('standard/of_another_version');
  });
});
