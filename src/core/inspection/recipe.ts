import { canonicalBytes } from '@fiducial/protocol/audit';
import type { Region } from '../detection/region.ts';
import type { Severity } from './vocabulary.ts';

/** `auto`: the rules give the verdict. `review`: a person decides about every board that has a defect. */
export const reviewPolicies = ['auto', 'review'] as const;
export type ReviewPolicy = (typeof reviewPolicies)[number];

/** How one defect type is judged. Confidences in 0..1, inclusive: a detection at the threshold is a defect. */
interface TypeRule {
  readonly thresholdWithGolden: number;
  readonly thresholdWithoutGolden: number;
  readonly severity: Severity;
}

/** How a part is inspected. Versioned: the same content is the same version. */
export interface RecipeContent {
  readonly model: { readonly name: string; readonly version: string };
  /** By defect type, as the model names it. */
  readonly types: Readonly<Record<string, TypeRule>>;
  /** Smallest box area kept, in board pixels. */
  readonly minAreaPx: number;
  /** In golden pixels. */
  readonly regions: readonly Region[];
  /** Registration score in 0..1 below which the golden is not trusted. */
  readonly minRegistrationScore: number;
  readonly reviewPolicy: ReviewPolicy;
  readonly goldenSha256: string | null;
  /** Millimetres per golden pixel; null: not known. */
  readonly mmPerPx: number | null;
}

/** Whether a detection can reach a threshold: no real confidence is 1. */
export const isReachable = (threshold: number): boolean => threshold < 1;

/**
 * Whether a board can fail by these rules at all, with a golden and without: a recipe by which every board passes says
 * nothing about any. `classes`: the types that the model finds.
 */
export function judgesAnything(types: RecipeContent['types'], classes: readonly string[]): boolean {
  const rules = classes.flatMap((type) => (Object.hasOwn(types, type) ? (types[type] ?? []) : []));
  return (
    rules.some(({ thresholdWithGolden }) => isReachable(thresholdWithGolden)) &&
    rules.some(({ thresholdWithoutGolden }) => isReachable(thresholdWithoutGolden))
  );
}

/** Bytes whose SHA-256 names a recipe's content: RFC 8785, so that the order of keys does not make a new version. */
export const recipeBytes = (content: RecipeContent): Uint8Array => canonicalBytes(content);
