/** Marks on a picture too small for boxes: a dot each. */
import type { Size } from '../space/point.ts';
import type { Mark } from './mark.ts';
import { markColour } from './mark-colours.ts';

/** Many marks show where they are dense, few show each. */
const manyMarks = 500;

/** The four bytes of an opaque colour as they lie in a picture's memory. `colour`: #rrggbb. */
function pixelOf(colour: string): number {
  const bytes = Uint8Array.of(
    Number.parseInt(colour.slice(1, 3), 16),
    Number.parseInt(colour.slice(3, 5), 16),
    Number.parseInt(colour.slice(5, 7), 16),
    255,
  );
  return new Uint32Array(bytes.buffer)[0]!;
}

/**
 * A picture of `size` device pixels with the marks' dots and nothing else, RGBA. `scale`: device pixels per board pixel.
 * Written byte by byte: ten thousand filled squares would take all of a frame.
 */
export function markDots(
  marks: readonly Mark[],
  size: Size,
  scale: number,
  devicePixelRatio: number,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint32Array(size.width * size.height);
  const side = Math.max(1, Math.round((marks.length > manyMarks ? 1 : 3) * devicePixelRatio));
  const colours = new Map<string, number>();
  for (const { box, severity, state } of marks) {
    const colour = markColour(severity, state);
    let pixel = colours.get(colour);
    if (pixel === undefined) {
      pixel = pixelOf(colour);
      colours.set(colour, pixel);
    }
    const left = Math.round((box.x + box.width / 2) * scale - side / 2);
    const top = Math.round((box.y + box.height / 2) * scale - side / 2);
    const right = Math.min(size.width, left + side);
    const bottom = Math.min(size.height, top + side);
    for (let y = Math.max(0, top); y < bottom; y += 1)
      pixels.fill(pixel, y * size.width + Math.max(0, left), Math.max(0, y * size.width + right));
  }
  return new Uint8ClampedArray(pixels.buffer);
}
