import type { Verification } from '../inspection/vocabulary.ts';

/**
 * Reasons that every site starts with, by id, so that the window words them in its language. What a site types itself is
 * text and stays as it is. The words here are for what is read without a window: the log.
 */
const english = {
  'standard/glare_or_shadow': 'Glare or shadow',
  'standard/dust_or_fibre': 'Dust or fibre',
  'standard/silkscreen': 'Silkscreen',
  'standard/within_tolerance': 'Within tolerance',
  'standard/customer_concession': 'Customer concession',
  'standard/cosmetic_only': 'Cosmetic only',
  'standard/track_repaired': 'Track repaired',
  'standard/bridge_removed': 'Bridge removed',
} as const;

export type StandardReason = keyof typeof english;

export const standardReasons = Object.keys(english) as readonly StandardReason[];

/** What holds until a site says otherwise: ids, by verification. */
export const defaultReasons: Readonly<Partial<Record<Verification, StandardReason[]>>> = {
  rejected: ['standard/glare_or_shadow', 'standard/dust_or_fibre', 'standard/silkscreen', 'standard/within_tolerance'],
  accepted: ['standard/customer_concession', 'standard/cosmetic_only'],
  repaired: ['standard/track_repaired', 'standard/bridge_removed'],
  confirmed: [],
};

export const isStandardReason = (reason: string): reason is StandardReason => Object.hasOwn(english, reason);

/** A reason in words for records that are read anywhere. */
export const reasonInEnglish = (reason: string): string => (isStandardReason(reason) ? english[reason] : reason);
