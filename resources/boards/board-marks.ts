import type { Footprint } from './footprints.ts';
import type { Random } from './seeded-random.ts';

/** A mark for aligning the board: a round dot in a wide opening of the mask. */
export function fiducialMark(random: Random, scale: number): Footprint {
  const size = 48 * scale * random.range(0.8, 1.1);
  const pad = {
    column: 1,
    row: 1,
    width: size,
    height: size,
    drill: 0,
    isolated: true,
    round: true,
    opening: size * 0.5,
  };
  return { prefix: '', columns: 3, rows: 3, pads: [pad] };
}

/** A drilled hole with a wide ring. */
export function mountingHole(random: Random, scale: number): Footprint {
  const size = 48 * scale * random.range(2, 3.4);
  const pad = {
    column: 2,
    row: 2,
    width: size,
    height: size,
    drill: size * random.range(0.5, 0.65),
    isolated: true,
    round: true,
  };
  return { prefix: '', columns: 5, rows: 5, pads: [pad] };
}
