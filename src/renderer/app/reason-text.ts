import type { TFunction } from 'i18next';
import { isStandardReason, standardReasons } from '../../core/review/standard-reasons.ts';

/** A reason as people read it: one that every site starts with in the window's language, a site's own as it was typed. */
export const reasonText = (t: TFunction, reason: string): string =>
  isStandardReason(reason) ? t(`app:reason.${reason.replace('standard/', '')}`) : reason;

/** The other way: what a person left as the window worded it is still the reason that every site has. */
export const reasonOf = (t: TFunction, text: string): string =>
  standardReasons.find((reason) => reasonText(t, reason) === text) ?? text;
