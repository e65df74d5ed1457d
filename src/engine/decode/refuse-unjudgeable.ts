import { EngineFault } from '../fault.ts';
import { hasContrast } from './contrast.ts';
import type { GreyImage } from './grey-image.ts';
import type { ProbedImage } from './probe.ts';

/** A 16-bit picture without anything brighter holds 13 bits or fewer at the lower end of its range. Of 256. */
const darkestWhite = 32;

/**
 * Refuses a file of several pictures: only the first would be looked at, and a verdict would speak of all.
 * Throws EngineFault IMAGE_PAGES.
 */
export function refuseSeveralPictures({ file: { path }, facts: { pictures } }: ProbedImage): void {
  if (pictures === 1) return;
  const message = `The TIFF file holds ${pictures} pictures. Save one board a file.`;
  throw new EngineFault('IMAGE_PAGES', message, { path, pictures });
}

/** Refuses a file whose values fill only the lowest bits of its 16. `grey` is the whole picture. Throws EngineFault IMAGE_BLANK. */
export function refuseLowBits({ file: { path }, facts }: ProbedImage, grey: GreyImage): void {
  if (facts.bitDepth !== 16) return;
  const white = brightest(grey);
  if (white < darkestWhite) throw lowBits(path, white);
}

/**
 * Refuses a picture in which nothing can be seen: lamp off, lens covered, overexposed, far too dark. No model finds a
 * defect there, so that such a board would pass. `grey` is the whole picture. Throws EngineFault IMAGE_BLANK.
 */
export function refuseBlank({ file: { path } }: ProbedImage, grey: GreyImage): void {
  if (hasContrast(grey)) return;
  const message =
    'Nothing can be judged in the image: it is dark, overexposed, of a single grey or has hardly any contrast.';
  throw new EngineFault('IMAGE_BLANK', message, { path });
}

/**
 * A camera of 10 or 12 bits whose values were not scaled up looks the same as a picture that is far too dark, and neither
 * PNG's sBIT nor TIFF's MaxSampleValue tells them apart (docs/adr/0005).
 */
function lowBits(path: string, white: number): EngineFault {
  const share = Math.ceil((100 * (white + 1)) / 256);
  const message = `The image has 16 bits a sample and uses only the lowest ${share} % of that range: it is nearly black. Save it scaled to the whole range, or with 8 bits.`;
  return new EngineFault('IMAGE_BLANK', message, { path, usedPercent: share });
}

function brightest({ data }: GreyImage): number {
  let most = 0;
  for (const level of data) if (level > most) most = level;
  return most;
}
