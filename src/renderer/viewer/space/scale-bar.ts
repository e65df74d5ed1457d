/** A round length that a bar of at most `maxWidth` CSS pixels can show. */
export interface ScaleBar {
  /** CSS pixels. */
  readonly width: number;
  readonly length: number;
  readonly unit: 'mm' | 'µm' | 'px';
}

/** The largest of 1, 2, 5 × 10ⁿ that is not above `limit`. */
export function roundLength(limit: number): number {
  const decade = 10 ** Math.floor(Math.log10(limit));
  const leading = limit / decade;
  // A decade computed from a logarithm may be off by one in the last place: 1 covers what is just below it.
  const first = [5, 2, 1].find((step) => leading >= step) ?? 1;
  return first * decade;
}

/** `scale`: CSS pixels per board pixel; `mmPerPx`: null where the recipe does not know, then the bar counts board pixels. */
export function scaleBar(scale: number, mmPerPx: number | null, maxWidth: number): ScaleBar {
  const pixels = maxWidth / scale;
  if (mmPerPx === null) {
    const length = Math.max(1, roundLength(pixels));
    return { length, unit: 'px', width: length * scale };
  }
  const mm = roundLength(pixels * mmPerPx);
  const width = (mm / mmPerPx) * scale;
  return mm < 0.1
    ? { length: Math.round(mm * 1000 * 1000) / 1000, unit: 'µm', width }
    : { length: mm, unit: 'mm', width };
}
