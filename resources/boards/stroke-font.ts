import type { Point } from './geometry.ts';

/**
 * Letters as pen strokes on a 4 × 6 raster, the way artwork is plotted. A stroke is a run of "xy" digit pairs;
 * strokes of one letter are parted by blanks.
 */
const strokes: Readonly<Record<string, string>> = {
  A: '06022040424644 0444',
  B: '00063645443303 033342413000',
  C: '46360605010110304041',
  D: '00062645412000',
  E: '4606004000 0333',
  F: '060040 0333',
  G: '4130100105163645432343',
  H: '0006 4046 0343',
  I: '2026 1030 1636',
  J: '4045361605',
  K: '0006 4003 0346',
  L: '000646',
  M: '0600234046',
  N: '06004640',
  O: '1030414536160501 0110',
  P: '06003041423303',
  Q: '103041453616050110 3446',
  R: '06003041423303 2346',
  S: '413010010213334445361605',
  T: '0040 2026',
  U: '000516364540',
  V: '002640',
  W: '0016233640',
  X: '0046 4006',
  Y: '002340 2326',
  Z: '00400646',
  '0': '103041453616050110',
  '1': '112026 1636',
  '2': '01103041420646',
  '3': '0040234344351605',
  '4': '36300444',
  '5': '4000033344351605',
  '6': '40200305163645433303',
  '7': '004016',
  '8': '103041423313020110 133344453616050413',
  '9': '0626434110010213 1343',
  '-': '0343',
  '+': '0343 2125',
  '.': '2626',
  '/': '0640',
};

/** Polylines of a line of text with its top left corner at `at`; letters are `height` pixels high. */
export function textStrokes(text: string, at: Point, height: number, upright: boolean): Point[][] {
  const unit = height / 6;
  const lines: Point[][] = [];
  [...text].forEach((letter, position) => {
    for (const stroke of (strokes[letter] ?? '').split(' ')) {
      const line: Point[] = [];
      for (let index = 0; index + 1 < stroke.length; index += 2) {
        const along = (Number(stroke[index]) + 5.5 * position) * unit;
        const down = Number(stroke[index + 1]) * unit;
        line.push(upright ? { x: at.x + down, y: at.y - along } : { x: at.x + along, y: at.y + down });
      }
      if (line.length > 1) lines.push(line);
    }
  });
  return lines;
}

/** Length in pixels of a line of text. */
export function textLength(text: string, height: number): number {
  return ((5.5 * text.length - 1.5) * height) / 6;
}
