import type { DesignRules } from './design-rules.ts';
import type { Random } from './seeded-random.ts';

/** A pad of a footprint; places in lattice nodes from the footprint's first corner, sizes in pixels. */
export interface FootprintPad {
  readonly column: number;
  readonly row: number;
  readonly width: number;
  readonly height: number;
  readonly drill: number;
  /** Never connected by a trace (mounting hole, fiducial). */
  readonly isolated?: boolean;
  /** Round whatever the board's pad style is. */
  readonly round?: boolean;
  readonly opening?: number;
}

/** Pads of a part and the room it takes, in nodes. */
export interface Footprint {
  readonly prefix: string;
  readonly columns: number;
  readonly rows: number;
  readonly pads: readonly FootprintPad[];
}

/** Two rows of pads: a small-outline part. */
function smallOutline(random: Random, { pitch }: DesignRules): Footprint {
  const step = random.int(1, 2);
  const pins = random.int(3, step === 1 ? 12 : 8);
  const span = random.int(4, 7);
  const width = pitch * (step === 1 ? random.range(0.46, 0.55) : random.range(0.8, 1.15));
  const height = pitch * random.range(1.4, 2.2);
  const pads: FootprintPad[] = [];
  for (const row of [1, 1 + span]) {
    for (let pin = 0; pin < pins; pin++) pads.push({ column: pin * step, row, width, height, drill: 0 });
  }
  return { prefix: 'U', columns: (pins - 1) * step + 1, rows: span + 3, pads };
}

/** Pads on four sides. */
function quadFlat(random: Random, { pitch }: DesignRules): Footprint {
  const pins = random.int(4, 9);
  const side = pins + 3;
  const short = pitch * random.range(0.46, 0.54);
  const long = pitch * random.range(1.4, 1.9);
  const pads: FootprintPad[] = [];
  for (let pin = 0; pin < pins; pin++) {
    const along = pin + 2;
    for (const end of [0, side]) {
      pads.push({ column: along, row: end, width: short, height: long, drill: 0 });
      pads.push({ column: end, row: along, width: long, height: short, drill: 0 });
    }
  }
  if (random.chance(0.5)) {
    const size = pitch * random.range(3, pins - 0.5);
    pads.push({ column: (side - 1) >> 1, row: (side - 1) >> 1, width: size, height: size, drill: 0, isolated: true });
  }
  return { prefix: 'U', columns: side + 1, rows: side + 1, pads };
}

/** Two pads: resistor, capacitor, diode. */
function twoPads(random: Random, { pitch }: DesignRules): Footprint {
  const gap = random.int(2, 3);
  const size = pitch * random.range(0.9, 1.5);
  const across = size * random.range(0.9, 1.5);
  const pads = [0, gap].map((column) => ({ column, row: 0, width: size, height: across, drill: 0 }));
  return { prefix: random.pick(['R', 'C', 'L', 'D']), columns: gap + 1, rows: 1, pads };
}

/** Rows of drilled pads: connector, dual-in-line part. */
function throughHoleRows(random: Random, { pitch }: DesignRules): Footprint {
  const step = random.int(2, 3);
  const pins = random.int(2, 8);
  const rowCount = random.int(1, 2);
  const span = random.int(step, step + 4);
  const size = pitch * (step - 0.5) * random.range(0.65, 0.92);
  const tall = size * random.pick([1, 1, 1.4]);
  const drill = size * random.range(0.36, 0.55);
  const pads: FootprintPad[] = [];
  for (let row = 0; row < rowCount; row++) {
    for (let pin = 0; pin < pins; pin++) {
      pads.push({ column: pin * step, row: row * span, width: size, height: tall, drill, round: pin > 0 });
    }
  }
  return { prefix: rowCount === 1 ? 'J' : 'U', columns: (pins - 1) * step + 1, rows: (rowCount - 1) * span + 1, pads };
}

/** An array of round pads without holes. */
function ballGrid(random: Random, { pitch }: DesignRules): Footprint {
  const across = random.int(3, 6);
  const size = pitch * random.range(0.85, 1.2);
  const pads: FootprintPad[] = [];
  for (let row = 0; row < across; row++) {
    for (let column = 0; column < across; column++) {
      if (random.chance(0.93))
        pads.push({ column: 2 * column, row: 2 * row, width: size, height: size, drill: 0, round: true });
    }
  }
  return { prefix: 'U', columns: 2 * across - 1, rows: 2 * across - 1, pads };
}

/** One or two large pads: power part, terminal, test pad. */
function powerPads(random: Random, { pitch }: DesignRules): Footprint {
  const count = random.int(1, 3);
  const width = Math.min(pitch * random.range(1.6, 3.6), 150);
  const height = Math.min(pitch * random.range(1.6, 4.5), 150);
  const step = Math.ceil(width / pitch + 1.2);
  const drilled = random.chance(0.4);
  const drill = drilled ? Math.min(width, height) * random.range(0.25, 0.55) : 0;
  const pads: FootprintPad[] = [];
  for (let pad = 0; pad < count; pad++) {
    pads.push({ column: 1 + pad * step, row: 1, width, height: drilled ? width : height, drill, round: drilled });
  }
  return { prefix: 'Q', columns: (count - 1) * step + 3, rows: 3, pads };
}

/** Some part, following the board's share of through-hole parts; turned by 90° half of the time. */
export function sampleFootprint(random: Random, rules: DesignRules): Footprint {
  const pick = random.next();
  const maker = random.chance(rules.throughHole)
    ? pick < 0.75
      ? throughHoleRows
      : powerPads
    : pick < 0.42
      ? twoPads
      : pick < 0.68
        ? smallOutline
        : pick < 0.8
          ? quadFlat
          : pick < 0.88
            ? ballGrid
            : powerPads;
  const footprint = maker(random, rules);
  return random.chance(0.5) ? footprint : turned(footprint);
}

function turned(footprint: Footprint): Footprint {
  const pads = footprint.pads.map((pad) => ({
    ...pad,
    column: pad.row,
    row: pad.column,
    width: pad.height,
    height: pad.width,
  }));
  return { ...footprint, columns: footprint.rows, rows: footprint.columns, pads };
}
