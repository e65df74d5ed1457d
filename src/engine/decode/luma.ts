/**
 * Grey of a colour pixel: Rec. 601 luma of the gamma-coded values in 16-bit fixed point, Y = 0.299 R + 0.587 G + 0.114 B.
 * The same integers as Pillow's convert('L') and close to a JPEG's own Y channel, so that training and inspection see one grey.
 */
export const lumaFractions: readonly [number, number, number] = [19595 / 65536, 38470 / 65536, 7471 / 65536];

/** Writes the luma of `rgb` (interleaved, 3 bytes a pixel) to `out` (1 byte a pixel). */
export function lumaOfRgb(rgb: Uint8Array, out: Uint8Array): void {
  const pixels = Math.min(out.length, Math.floor(rgb.length / 3));
  for (let pixel = 0, at = 0; pixel < pixels; pixel++, at += 3) {
    out[pixel] = (19595 * rgb[at]! + 38470 * rgb[at + 1]! + 7471 * rgb[at + 2]! + 0x8000) >> 16;
  }
}
