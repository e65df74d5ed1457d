import type { Box } from '../detection/box.ts';
import type { DefectId, InferenceId, InspectionId } from '../kernel/ids.ts';
import type { AppError } from '../kernel/result.ts';
import type { RecipeContent } from './recipe.ts';
import type { DefectOrigin, Severity, Verdict } from './vocabulary.ts';

/** An image file of the inspection whose original is in the image store. */
export interface RecordedImage {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** By content: jpeg, png, tiff, bmp. */
  readonly format: string;
  /** Relative to the data directory, with forward slashes. */
  readonly storedPath: string;
  /** Pixels after EXIF turning; null where the image was never decoded. */
  readonly width: number | null;
  readonly height: number | null;
  /** As the person gave it. */
  readonly sourcePath: string;
}

/** Maps board pixels to golden pixels: shift in px, angle in degrees, score in 0..1. The engine's protocol has the formula. */
export interface RecordedRegistration {
  readonly dx: number;
  readonly dy: number;
  readonly angle: number;
  readonly scale: number;
  readonly score: number;
}

export interface RecordedDefect {
  readonly id: DefectId;
  readonly type: string;
  readonly box: Box;
  /** 0..1; null for what a person marked. */
  readonly confidence: number | null;
  readonly severity: Severity;
  readonly origin: DefectOrigin;
}

export interface RecordedInference {
  readonly id: InferenceId;
  readonly model: { readonly name: string; readonly version: string; readonly sha256: string };
  readonly provider: string;
  /** Whether the golden took part. */
  readonly usedGolden: boolean;
  /** Milliseconds by stage: decode, register, infer, merge, store, total. */
  readonly timingsMs: Readonly<Record<string, number>>;
}

export type InspectionOutcome =
  | {
      readonly status: 'completed';
      readonly verdict: Verdict | null;
      readonly registration: RecordedRegistration | null;
      readonly registrationPoor: boolean;
      readonly inference: RecordedInference;
      readonly defects: readonly RecordedDefect[];
    }
  | { readonly status: 'failed'; readonly error: Pick<AppError, 'code' | 'message'> };

/** Everything that one run on one board leaves behind. `id` is made by the caller before the run: a retry reuses it. */
export interface InspectionToRecord {
  readonly id: InspectionId;
  readonly image: RecordedImage;
  readonly golden: RecordedImage | null;
  readonly part: string | null;
  readonly lot: string | null;
  readonly serial: string | null;
  /** Record another run even where this image, part and serial already have one with the same golden, model and recipe. */
  readonly again: boolean;
  readonly recipe: { readonly name: string; readonly content: RecipeContent };
  /** UTC, ISO 8601 with milliseconds. */
  readonly startedAt: string;
  readonly outcome: InspectionOutcome;
}
