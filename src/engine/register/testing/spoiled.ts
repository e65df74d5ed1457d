import sharp from 'sharp';
import { allocateGrey, type GreyImage } from '../../decode/grey-image.ts';
import { randomFrom } from './drawn-board.ts';

/** The picture with every value changed, rounded and cut as a sensor does. */
function withValues(image: GreyImage, change: (value: number) => number): GreyImage {
  const changed = allocateGrey(image.width, image.height);
  for (let at = 0; at < changed.data.length; at++) {
    changed.data[at] = Math.max(0, Math.min(255, Math.round(change(image.data[at]!))));
  }
  return changed;
}

/** In another light: `gain` times as bright, and `offset` grey levels more. */
export const inOtherLight = (image: GreyImage, gain: number, offset = 0): GreyImage =>
  withValues(image, (value) => gain * value + offset);

/** @param deviation Standard deviation of the noise, grey levels. */
export function withNoise(image: GreyImage, deviation: number, seed = 1): GreyImage {
  const random = randomFrom(seed);
  // The sum of four even numbers has a variance of a third.
  return withValues(
    image,
    (value) => value + deviation * Math.sqrt(3) * (random() + random() + random() + random() - 2),
  );
}

/** @param share Of pixels that are black or white, as many of each. */
export function withSpecks(image: GreyImage, share: number, seed = 1): GreyImage {
  const random = randomFrom(seed);
  return withValues(image, (value) => {
    const chance = random();
    return chance < share / 2 ? 0 : chance < share ? 255 : value;
  });
}

/** Out of focus: blurred by `deviation` pixels. */
export async function outOfFocus({ data, width, height }: GreyImage, deviation: number): Promise<GreyImage> {
  const raw = { width, height, channels: 1 } as const;
  const blurred = await sharp(data, { raw }).blur(deviation).toColourspace('b-w').raw().toBuffer();
  const image = allocateGrey(width, height);
  image.data.set(blurred);
  return image;
}
