import type { Box } from '../../core/detection/box.ts';
import { lookAtAlpha, withoutAlpha } from './alpha-channel.ts';
import { readBmpHeader } from './bmp.ts';
import { readBmpRows } from './bmp-rows.ts';
import type { ColourImage } from './grey-image.ts';
import { libvipsInput, withLibvips } from './libvips.ts';
import type { ProbedImage } from './probe.ts';

/** The whole image, upright, shrunk to fit `width` × `height` exactly. Memory: 3 bytes for each pixel of the result. */
export async function decodeColourShrunk(image: ProbedImage, width: number, height: number): Promise<ColourImage> {
  const { file, facts } = image;
  if (file.format === 'bmp') return shrinkBmp(image, width, height);
  const { alpha } = (await lookAtAlpha(image)).facts;
  const input = libvipsInput(file, { maxPixels: facts.width * facts.height }).resize({ width, height, fit: 'fill' });
  const pipeline = withoutAlpha(input, alpha).toColourspace('srgb');
  // Resizing weighs by alpha before it can be left out: negated, an empty one is full, and so the colours are turned back.
  if (alpha === 'empty') pipeline.negate({ alpha: true });
  return withLibvips(file, async () => {
    const data = await pipeline.raw().toBuffer();
    return { data: alpha === 'empty' ? data.map((level) => 255 - level) : data, width, height };
  });
}

/** `region` (integers, inside the image) of the upright image in full resolution. */
export async function decodeColourRegion(image: ProbedImage, region: Box): Promise<ColourImage> {
  const { file, facts } = image;
  const { x: left, y: top, width, height } = region;
  if (file.format === 'bmp') {
    const data = new Uint8Array(width * height * 3);
    const header = await readBmpHeader(file);
    await readBmpRows(file, header, top, height, (y, rgb) => {
      data.set(rgb.subarray(left * 3, (left + width) * 3), (y - top) * width * 3);
    });
    return { data, width, height };
  }
  const input = libvipsInput(file, { maxPixels: facts.width * facts.height }).extract({ left, top, width, height });
  const pipeline = withoutAlpha(input, (await lookAtAlpha(image)).facts.alpha);
  return withLibvips(file, async () => ({
    data: await pipeline.toColourspace('srgb').raw().toBuffer(),
    width,
    height,
  }));
}

/** Takes the nearest pixel: an overview needs no more. */
async function shrinkBmp({ file, facts }: ProbedImage, width: number, height: number): Promise<ColourImage> {
  const data = new Uint8Array(width * height * 3);
  const columns = Array.from({ length: width }, (_, x) => Math.floor(((x + 0.5) * facts.width) / width) * 3);
  const rowOf = (y: number): number => Math.floor(((y + 0.5) * facts.height) / height);
  let next = 0;
  await readBmpRows(file, await readBmpHeader(file), 0, facts.height, (y, rgb) => {
    for (; next < height && rowOf(next) === y; next++) {
      for (let x = 0; x < width; x++) {
        const from = columns[x]!;
        const to = (next * width + x) * 3;
        data[to] = rgb[from]!;
        data[to + 1] = rgb[from + 1]!;
        data[to + 2] = rgb[from + 2]!;
      }
    }
  });
  return { data, width, height };
}
