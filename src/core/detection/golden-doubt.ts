import type { Region } from './region.ts';
import { seenShare } from './seen-share.ts';
import type { Similarity } from './similarity.ts';

/** Share of the golden that must be in the picture: what is not seen cannot pass. */
const leastSeen = 0.95;
/** Golden pixels to one of the board's: outside, the two pictures hardly show the same. */
const scales = { least: 0.45, most: 2.2 } as const;

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A board and the golden that was laid over it. */
export interface LaidOver {
  /** `score`: how well the golden explains the board where they lie over each other, 0..1. */
  readonly registration: Similarity & { readonly score: number };
  readonly board: Size;
  readonly golden: Size;
  readonly regions: readonly Region[];
  readonly minRegistrationScore: number;
}

/** Why a golden says nothing about a board, or not about all of it. */
export type RegistrationDoubt =
  | { readonly code: 'REGISTRATION_POOR' }
  | { readonly code: 'GOLDEN_SCALE'; readonly scale: number }
  | { readonly code: 'GOLDEN_PARTLY_SEEN'; readonly seen: number }
  | { readonly code: 'NOTHING_TO_COMPARE' };

/** What the place of the golden gives reason to doubt; null where it gives none. */
export function doubtAbout(laid: LaidOver): RegistrationDoubt | null {
  const { registration, board, golden, regions } = laid;
  if (registration.score < laid.minRegistrationScore) return { code: 'REGISTRATION_POOR' };
  const { scale } = registration;
  if (scale < scales.least || scale > scales.most) return { code: 'GOLDEN_SCALE', scale };
  const seen = seenShare(golden, board, registration, regions);
  return seen < leastSeen ? { code: 'GOLDEN_PARTLY_SEEN', seen } : null;
}
