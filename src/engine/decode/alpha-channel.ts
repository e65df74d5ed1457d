import type { Sharp } from 'sharp';
import { releasePixels } from './grey-image.ts';
import { libvipsInput } from './libvips.ts';
import type { Alpha, ProbedImage } from './probe.ts';

/**
 * Transparency is laid over black: what no viewer shows must not become a defect, and black reads as "no board here".
 * An empty alpha channel says nothing and is left out; by it, the board would be black.
 */
export function withoutAlpha(pipeline: Sharp, alpha: Alpha): Sharp {
  if (alpha === 'none') return pipeline;
  return alpha === 'empty' ? pipeline.removeAlpha() : pipeline.flatten({ background: '#000' });
}

/** Rows that tell of most alpha channels that they are none of the empty ones. */
const firstRows = 16;

/** The same image; where it has an alpha channel, with the word whether that is empty, for which it is decoded. */
export async function lookAtAlpha(image: ProbedImage): Promise<ProbedImage> {
  const { facts } = image;
  if (facts.alpha !== 'shape' || facts.colour === 'cmyk') return image;
  for (const rows of [Math.min(firstRows, facts.height), facts.height]) {
    if (!(await isEmptyAbove(image, rows))) return image;
  }
  return { ...image, facts: { ...facts, alpha: 'empty' } };
}

/** False also for a damaged file: that is for its decoder to say, to whom it concerns. */
async function isEmptyAbove({ file, facts: { width, height } }: ProbedImage, rows: number): Promise<boolean> {
  const input = libvipsInput(file, { maxPixels: width * height }).extract({ left: 0, top: 0, width, height: rows });
  const alpha = await input
    .extractChannel('alpha')
    .raw()
    .toBuffer()
    .catch(() => null);
  if (alpha === null) return false;
  const isEmpty = alpha.every((level) => level === 0);
  releasePixels(alpha);
  return isEmpty;
}
