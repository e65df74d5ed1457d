import type { Random } from './seeded-random.ts';

/** What one board is drawn to, in pixels of the golden image. */
export interface DesignRules {
  /** Distance between routing nodes. */
  readonly pitch: number;
  /** Width of a signal trace. */
  readonly traceWidth: number;
  /** Width of a power trace. */
  readonly wideWidth: number;
  /** Least distance between copper of different nets. */
  readonly clearance: number;
  /** Share of the area where copper is poured between the nets, 0..1. */
  readonly pour: number;
  /** Side of a pour zone in nodes. */
  readonly zone: number;
  /** Components per 1,000 nodes. */
  readonly components: number;
  /** Buses per 1,000 nodes. */
  readonly buses: number;
  /** Lone vias per 1,000 nodes. */
  readonly vias: number;
  /** Share of through-hole parts, 0..1. */
  readonly throughHole: number;
  /** Share of vias covered by solder mask. */
  readonly tented: number;
  /** Share of pads with square, rounded and cut corners. */
  readonly padStyle: 'square' | 'rounded' | 'oval' | 'chamfered';
  readonly silkscreen: boolean;
}

/** Rules for one board; `scale` is 1 at 48 pixels per millimetre. */
export function sampleRules(random: Random, scale: number): DesignRules {
  const pick = random.next();
  const pitch = pick < 0.35 ? random.range(17, 22) : pick < 0.75 ? random.range(22, 32) : random.range(34, 58);
  const share = random.range(0.42, 0.62);
  const traceWidth = Math.max(7.5, Math.min(pitch * share, pitch - 8));
  const poured = random.chance(0.65);
  return {
    pitch: pitch * scale,
    traceWidth: traceWidth * scale,
    wideWidth: Math.min(traceWidth * random.range(1.5, 2.6), 3 * pitch - traceWidth - 20) * scale,
    clearance: Math.max(7, (pitch - traceWidth) * random.range(0.8, 0.95)) * scale,
    pour: poured ? random.range(0.2, 0.9) : 0,
    zone: random.int(5, 14),
    components: random.range(2, 9),
    buses: random.range(0.6, 3),
    vias: random.range(2, 14),
    throughHole: random.chance(0.3) ? random.range(0.6, 1) : random.range(0, 0.4),
    tented: random.chance(0.5) ? 0 : random.range(0.3, 1),
    padStyle: random.pick(['square', 'rounded', 'oval', 'chamfered', 'rounded']),
    silkscreen: random.chance(0.75),
  };
}
