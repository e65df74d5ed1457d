import { fiducialMark, mountingHole } from './board-marks.ts';
import type { Pad } from './board-model.ts';
import { addPad, addVia, type Draft } from './draft.ts';
import { type Footprint, type FootprintPad, sampleFootprint } from './footprints.ts';
import { addNet, nodeIndex, nodePoint } from './routing-grid.ts';

/** Scatter components over the board; parts that find no free place are left out. */
export function placeComponents(draft: Draft): void {
  const { random, rules, grid } = draft;
  const wanted = Math.max(2, Math.round((rules.components * grid.owner.length) / 1000));
  let component = 0;
  const extras = Math.max(1, Math.round(grid.owner.length / 2500));
  for (let mark = 0; mark < extras; mark++) {
    if (random.chance(0.45)) tryPlace(draft, fiducialMark(random, draft.scale), ++component);
    if (random.chance(0.3)) tryPlace(draft, mountingHole(random, draft.scale), ++component);
  }
  for (let index = 0; index < wanted; index++) {
    const footprint = sampleFootprint(random, rules);
    for (let attempt = 0; attempt < 6; attempt++) if (tryPlace(draft, footprint, ++component)) break;
  }
}

/** Vias that belong to nothing visible on this side (or to a plane). */
export function scatterVias(draft: Draft): void {
  const { random, rules, grid } = draft;
  const size = viaSize(draft);
  const wanted = Math.round((rules.vias * grid.owner.length) / 1000);
  for (let index = 0; index < wanted; index++) {
    const column = random.int(2, grid.columns - 3);
    const row = random.int(2, grid.rows - 3);
    if (isFree(draft, column - 1, row - 1, 3, 3)) addVia(draft, nodeIndex(grid, column, row), addNet(grid), size);
  }
}

/** Usual outer diameter of the board's vias, in pixels. */
export function viaSize({ rules, scale }: Draft): number {
  return Math.max(rules.traceWidth * 1.7, Math.min(rules.pitch * 1.2, 34 * scale));
}

/** Whether nothing has claimed any node of a box. */
export function isFree({ grid }: Draft, column: number, row: number, columns: number, rows: number): boolean {
  if (column < 0 || row < 0 || column + columns > grid.columns || row + rows > grid.rows) return false;
  for (let r = row; r < row + rows; r++) {
    for (let c = column; c < column + columns; c++) if (grid.owner[r * grid.columns + c] !== 0) return false;
  }
  return true;
}

function tryPlace(draft: Draft, footprint: Footprint, component: number): boolean {
  const { random, grid } = draft;
  const column = random.int(0, grid.columns - footprint.columns);
  const row = random.int(0, grid.rows - footprint.rows);
  if (!isFree(draft, column - 1, row - 1, footprint.columns + 2, footprint.rows + 2)) return false;
  for (const pad of footprint.pads) {
    const node = nodeIndex(grid, column + pad.column, row + pad.row);
    const net = addNet(grid);
    addPad(draft, drawnPad(draft, pad, node, net));
    if (pad.isolated !== true) draft.pins.push({ node, net, component, connected: false });
  }
  draft.parts.push({ footprint, column, row });
  return true;
}

function drawnPad(draft: Draft, pad: FootprintPad, node: number, net: number): Pad {
  const { rules, scale } = draft;
  const short = Math.min(pad.width, pad.height);
  const style = pad.round === true ? 'oval' : rules.padStyle;
  const corner = { square: 0, rounded: short * 0.22, oval: short / 2, chamfered: short * 0.28 }[style];
  return {
    kind: 'pad',
    net,
    centre: nodePoint(draft.grid, node),
    width: pad.width,
    height: pad.height,
    corner,
    chamfered: style === 'chamfered',
    drill: pad.drill,
    exposed: true,
    opening: pad.opening ?? 2.5 * scale,
  };
}
