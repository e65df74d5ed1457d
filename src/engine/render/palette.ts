import type { RenderMark } from '../protocol.ts';

export type Severity = RenderMark['severity'];

export interface MarkStyle {
  readonly colour: readonly [number, number, number];
  /** Drawn and left out in turn along each side, in line widths; null: a solid line. The shape tells severities apart without colour. */
  readonly dash: readonly [number, number] | null;
  /** In units of the picture's line width. */
  readonly weight: number;
}

/** Okabe and Ito's colours, which people with any common colour blindness can tell apart (jfly.uni-koeln.de/color). */
export const markStyles: Readonly<Record<Severity, MarkStyle>> = {
  critical: { colour: [0xd5, 0x5e, 0x00], dash: null, weight: 1.5 },
  high: { colour: [0xe6, 0x9f, 0x00], dash: null, weight: 1 },
  medium: { colour: [0xf0, 0xe4, 0x42], dash: [6, 3], weight: 1 },
  low: { colour: [0x56, 0xb4, 0xe9], dash: [2, 2], weight: 1 },
};

/** Black or white, whichever reads better on `colour` (Rec. 601 luma). */
export function inkOn([red, green, blue]: readonly [number, number, number]): readonly [number, number, number] {
  return 0.299 * red + 0.587 * green + 0.114 * blue > 110 ? [0, 0, 0] : [255, 255, 255];
}
