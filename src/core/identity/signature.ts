/** The electronic signature of a sign-off (21 CFR 11.50, 11.200). */
import { assertNever } from '../kernel/result.ts';
import type { Operation } from './permissions.ts';

export const signatureMeanings = ['reviewed', 'approved', 'released_with_concession'] as const;
export type SignatureMeaning = (typeof signatureMeanings)[number];

/** What proved who signs; `none` on a station without people, where a signature is unauthenticated and says so. */
export const signatureFactors = ['none', 'password', 'pin', 'badge'] as const;
export type SignatureFactor = (typeof signatureFactors)[number];

/** A signature whose factor was checked. It is good for one sign-off by this person. */
export interface Signature {
  readonly personId: string;
  readonly printedName: string;
  readonly meaning: SignatureMeaning;
  readonly factor: SignatureFactor;
}

/** What signing with a meaning needs. */
export function operationOfMeaning(meaning: SignatureMeaning): Operation {
  switch (meaning) {
    case 'reviewed':
      return 'board.sign_off';
    case 'approved':
    case 'released_with_concession':
      return 'board.approve';
    default:
      return assertNever(meaning);
  }
}

/** As it is printed. */
export const meaningInWords = (meaning: SignatureMeaning): string => meaning.replaceAll('_', ' ');
