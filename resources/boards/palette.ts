import type { Random } from './seeded-random.ts';

/** A colour as red, green, blue 0..255. */
export type Rgb = readonly [number, number, number];

/** The colours of one board. */
export interface Palette {
  readonly name: string;
  /** Solder mask on laminate. */
  readonly mask: Rgb;
  /** Solder mask on copper. */
  readonly maskedCopper: Rgb;
  /** Edge of copper below the mask, where the mask runs thin. */
  readonly rim: Rgb;
  /** Laminate without mask. */
  readonly laminate: Rgb;
  /** Exposed copper with its finish. */
  readonly finish: Rgb;
  readonly finishRim: Rgb;
  readonly hole: Rgb;
  readonly silk: Rgb;
}

interface MaskColour {
  readonly name: string;
  readonly mask: Rgb;
  readonly copper: Rgb;
  readonly silk: Rgb;
}

const white: Rgb = [236, 238, 234];
const maskColours: readonly MaskColour[] = [
  { name: 'green', mask: [14, 66, 46], copper: [42, 128, 88], silk: white },
  { name: 'green', mask: [22, 84, 40], copper: [74, 150, 70], silk: white },
  { name: 'blue', mask: [16, 40, 92], copper: [44, 92, 168], silk: white },
  { name: 'blue', mask: [18, 56, 120], copper: [62, 122, 196], silk: white },
  { name: 'red', mask: [112, 16, 20], copper: [184, 58, 48], silk: white },
  { name: 'black', mask: [22, 23, 26], copper: [58, 60, 64], silk: white },
  { name: 'white', mask: [172, 172, 166], copper: [212, 210, 202], silk: [40, 42, 46] },
  { name: 'purple', mask: [58, 26, 88], copper: [112, 66, 152], silk: white },
  { name: 'yellow', mask: [164, 128, 22], copper: [214, 184, 66], silk: [40, 36, 30] },
  { name: 'bare', mask: [128, 112, 74], copper: [206, 140, 92], silk: white },
];

const finishes: readonly Rgb[] = [
  [218, 190, 116],
  [228, 202, 132],
  [198, 202, 206],
  [176, 182, 188],
  [210, 142, 104],
];

/** Colours for one board, each a little off the usual ones. `name` picks a mask colour. */
export function samplePalette(random: Random, name?: string): Palette {
  const named = maskColours.filter((colour) => name === undefined || colour.name === name);
  const colour = random.pick(named.length > 0 ? named : maskColours);
  const finish = vary(random, random.pick(finishes), 10);
  const mask = vary(random, colour.mask, 9);
  const contrast = random.range(0.85, 1.25);
  const maskedCopper = vary(random, blend(colour.mask, colour.copper, contrast), 5);
  return {
    name: colour.name,
    mask,
    maskedCopper,
    rim: blend(maskedCopper, random.chance(0.6) ? mask : finish, random.range(0.1, 0.35)),
    laminate: colour.name === 'bare' ? mask : vary(random, blend([122, 108, 70], mask, 0.25), 10),
    finish,
    finishRim: blend(finish, [70, 60, 40], random.range(0.15, 0.4)),
    hole: vary(random, random.chance(0.75) ? [14, 13, 12] : [226, 226, 220], 8),
    silk: vary(random, colour.silk, 8),
  };
}

/** `first` moved by `share` towards `second`. */
export function blend(first: Rgb, second: Rgb, share: number): Rgb {
  const mixed = (index: 0 | 1 | 2): number => clamp(first[index] + (second[index] - first[index]) * share);
  return [mixed(0), mixed(1), mixed(2)];
}

/** A colour as the canvas wants it. */
export function css([red, green, blue]: Rgb): string {
  return `rgb(${Math.round(red)},${Math.round(green)},${Math.round(blue)})`;
}

function vary(random: Random, [red, green, blue]: Rgb, by: number): Rgb {
  const shade = random.range(-by, by) * 0.6;
  const off = (): number => shade + random.range(-by, by) * 0.5;
  return [clamp(red + off()), clamp(green + off()), clamp(blue + off())];
}

function clamp(value: number): number {
  return Math.max(0, Math.min(255, value));
}
