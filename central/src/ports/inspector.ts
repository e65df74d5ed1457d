import type { Defect, Verdict } from '@fiducial/protocol/api';

/** What a model found on one image. */
export interface Finding {
  readonly verdict: Verdict | null;
  readonly defects: readonly Pick<Defect, 'type' | 'severity' | 'box' | 'confidence'>[];
  readonly model: { readonly name: string; readonly version: string; readonly sha256: string };
  readonly provider: string;
  readonly timingsMs: Readonly<Record<string, number>>;
  /** The board with its defects drawn in, as JPEG; null where none could be made. */
  readonly overlay: Uint8Array | null;
}

export type InspectionAttempt =
  | { readonly type: 'inspected'; readonly finding: Finding }
  /** The image or the model is at fault: another try would end the same. */
  | { readonly type: 'refused'; readonly code: string; readonly message: string }
  /** The program is at fault: it may work next time. */
  | { readonly type: 'broken'; readonly message: string };

/** Inspects an image file with a model. The image is hostile: it is opened in a process that can be lost. */
export interface Inspector {
  inspect(imagePath: string, model: string | null, stop: AbortSignal): Promise<InspectionAttempt>;
}
