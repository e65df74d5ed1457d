import type { Box } from '../../core/detection/box.ts';
import type { ColourImage } from '../decode/grey-image.ts';

export type Colour = readonly [number, number, number];

/** Paints a rectangle; what lies outside the picture is left out. Edges are rounded to whole pixels. */
export function fillRectangle(picture: ColourImage, { x, y, width, height }: Box, [red, green, blue]: Colour): void {
  const left = Math.max(0, Math.round(x));
  const top = Math.max(0, Math.round(y));
  const right = Math.min(picture.width, Math.round(x + width));
  const bottom = Math.min(picture.height, Math.round(y + height));
  for (let row = top; row < bottom; row++) {
    for (let at = (row * picture.width + left) * 3; at < (row * picture.width + right) * 3; at += 3) {
      picture.data[at] = red;
      picture.data[at + 1] = green;
      picture.data[at + 2] = blue;
    }
  }
}

/** A frame just outside `box`, `thickness` pixels wide; `dash` as [drawn, left out] in pixels, or null for a solid line. */
export function strokeRectangle(
  picture: ColourImage,
  box: Box,
  thickness: number,
  colour: Colour,
  dash: readonly [number, number] | null,
): void {
  const { x, y, width, height } = box;
  const t = thickness;
  for (const [start, length] of dashes(width + 2 * t, dash)) {
    fillRectangle(picture, { x: x - t + start, y: y - t, width: length, height: t }, colour);
    fillRectangle(picture, { x: x - t + start, y: y + height, width: length, height: t }, colour);
  }
  for (const [start, length] of dashes(height + 2 * t, dash)) {
    fillRectangle(picture, { x: x - t, y: y - t + start, width: t, height: length }, colour);
    fillRectangle(picture, { x: x + width, y: y - t + start, width: t, height: length }, colour);
  }
}

function dashes(length: number, dash: readonly [number, number] | null): readonly (readonly [number, number])[] {
  if (dash === null) return [[0, length]];
  const [drawn, left] = dash;
  const count = Math.ceil(length / (drawn + left));
  return Array.from({ length: count }, (_, index) => {
    const start = index * (drawn + left);
    return [start, Math.min(drawn, length - start)] as const;
  });
}

/** A line of square points, `thickness` pixels wide. */
export function strokeLine(
  picture: ColourImage,
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  thickness: number,
  colour: Colour,
): void {
  const steps = Math.max(1, Math.ceil(Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y))));
  for (let step = 0; step <= steps; step += 1) {
    const x = from.x + ((to.x - from.x) * step) / steps - thickness / 2;
    const y = from.y + ((to.y - from.y) * step) / steps - thickness / 2;
    fillRectangle(picture, { x, y, width: thickness, height: thickness }, colour);
  }
}

/** Coverage of a shape, 0..255 a pixel. */
export interface Mask {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Blends `colour` into the picture where the mask covers it; (x, y) is the mask's top left corner. */
export function paintMask(picture: ColourImage, mask: Mask, x: number, y: number, colour: Colour): void {
  const left = Math.round(x);
  const top = Math.round(y);
  for (let row = Math.max(0, -top); row < Math.min(mask.height, picture.height - top); row++) {
    for (let column = Math.max(0, -left); column < Math.min(mask.width, picture.width - left); column++) {
      const share = mask.data[row * mask.width + column]! / 255;
      const at = ((top + row) * picture.width + left + column) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const under = picture.data[at + channel]!;
        picture.data[at + channel] = under + (colour[channel]! - under) * share;
      }
    }
  }
}
