import { type Affine, identity, poseAbout } from './geometry.ts';
import type { Rgb } from './palette.ts';
import type { Random } from './seeded-random.ts';

export type Look = 'colour' | 'binary';

/** What a camera does to one picture. */
export interface Camera {
  /** Golden pixels to pixels of this picture. */
  readonly pose: Affine;
  readonly look: Look;
  /** Weights of the blur over a pixel's neighbour, 0 (sharp) .. 0.33. */
  readonly blur: number;
  /** Exposure and colour temperature. */
  readonly gain: Rgb;
  /** Light falling off linearly, as a share over the whole picture. */
  readonly slopeX: number;
  readonly slopeY: number;
  /** Share of light lost in the corners. */
  readonly vignette: number;
  /** Faint pattern of the laminate's glass weave: share of the light, and its pitch in pixels. */
  readonly weave: number;
  readonly weavePitch: number;
  /** Deviation of the noise at black and what a bright pixel adds, in grey levels. */
  readonly readNoise: number;
  readonly shotNoise: number;
  /** Seeds the noise. */
  readonly noiseSeed: number;
}

/** Limits of how a board lies against its golden. */
export interface PoseLimits {
  /** Pixels in x and in y. */
  readonly shift: number;
  readonly degrees: number;
  /** Use the limits themselves (with a random sign) instead of something up to them. */
  readonly exact: boolean;
}

/** One make of a station's camera; golden and board of a pair share what is fixed on a bench. */
export function sampleStation(random: Random, look: Look): Camera {
  const warm = random.range(-0.06, 0.06);
  const exposure = random.range(0.85, 1.12);
  return {
    pose: identity,
    look,
    blur: random.range(0.03, 0.22),
    gain: [exposure * (1 + warm), exposure, exposure * (1 - warm)],
    slopeX: random.range(-0.14, 0.14),
    slopeY: random.range(-0.14, 0.14),
    vignette: random.range(0, 0.2),
    weave: random.chance(0.5) ? random.range(0, 0.02) : 0,
    weavePitch: random.range(9, 30),
    readNoise: random.range(0.6, 2.2),
    shotNoise: random.range(0.4, 2.4),
    noiseSeed: Math.floor(random.next() * 4294967296),
  };
}

/** The same camera at another time: a little other light, focus and noise. */
export function retake(random: Random, camera: Camera): Camera {
  const exposure = random.range(0.95, 1.05);
  const [red, green, blue] = camera.gain;
  return {
    ...camera,
    blur: Math.max(0.02, camera.blur + random.range(-0.05, 0.05)),
    gain: [red * exposure * random.range(0.98, 1.02), green * exposure, blue * exposure * random.range(0.98, 1.02)],
    slopeX: camera.slopeX + random.range(-0.03, 0.03),
    slopeY: camera.slopeY + random.range(-0.03, 0.03),
    noiseSeed: Math.floor(random.next() * 4294967296),
  };
}

/** How the board lies under the camera, golden pixels to board pixels. */
export function samplePose(random: Random, limits: PoseLimits, width: number, height: number): Affine {
  const draw = (limit: number): number =>
    limits.exact ? (random.chance(0.5) ? limit : -limit) : random.range(-limit, limit);
  const radians = (draw(limits.degrees) * Math.PI) / 180;
  return poseAbout({ x: width / 2, y: height / 2 }, radians, 1, draw(limits.shift), draw(limits.shift));
}
