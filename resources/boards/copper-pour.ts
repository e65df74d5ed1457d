import type { Plane } from './board-model.ts';
import { addVia, type Draft } from './draft.ts';
import type { Point } from './geometry.ts';
import { viaSize } from './placement.ts';
import { addNet } from './routing-grid.ts';
import { hashText, mix } from './seeded-random.ts';

/** Side of the chunks that planes are cut into, in nodes, so that a band need not draw a whole board's plane. */
const chunk = 24;

/**
 * Fill zones of free nodes with copper: squares of four free nodes, triangles of three (the 45° edges of a pour).
 * Zones are whole squares of the lattice picked by a hash, so that pours of any board size join up.
 */
export function pourCopper(draft: Draft, seed: string): Plane[] {
  const { grid, rules, scale } = draft;
  if (rules.pour === 0) return [];
  const net = addNet(grid);
  const room = (node: number): boolean => grid.owner[node] === 0 || grid.owner[node] === net;
  const salt = hashText(seed);
  const wanted = (column: number, row: number): boolean => {
    const zone = Math.floor(column / rules.zone) * 73856093 + Math.floor(row / rules.zone) * 19349663;
    return mix(zone ^ salt) / 4294967296 < rules.pour;
  };
  const open = (column: number, row: number): boolean => room(row * grid.columns + column) && wanted(column, row);
  stitch(draft, net, open);
  const planes: Plane[] = [];
  for (let top = 0; top < grid.rows - 1; top += chunk) {
    for (let left = 0; left < grid.columns - 1; left += chunk) {
      const rings = chunkRings(draft, left, top, open);
      if (rings.length > 0)
        planes.push({ kind: 'plane', net, rings, outline: Math.max(3 * scale, rules.pitch * 0.18) });
    }
  }
  return planes;
}

/** Vias that join the pour with planes of other layers. */
function stitch(draft: Draft, net: number, open: (column: number, row: number) => boolean): void {
  const { random, grid } = draft;
  if (random.chance(0.4)) return;
  const step = random.int(3, 7);
  for (let row = 2; row < grid.rows - 2; row += step) {
    for (let column = 2; column < grid.columns - 2; column += step) {
      const around = [-1, 0, 1].every((dr) => [-1, 0, 1].every((dc) => open(column + dc, row + dr)));
      if (around && random.chance(0.6)) addVia(draft, row * grid.columns + column, net, viaSize(draft));
    }
  }
}

function chunkRings(
  draft: Draft,
  left: number,
  top: number,
  open: (column: number, row: number) => boolean,
): Point[][] {
  const { grid } = draft;
  const at = (column: number, row: number): Point => ({
    x: grid.origin.x + column * grid.pitch,
    y: grid.origin.y + row * grid.pitch,
  });
  const rings: Point[][] = [];
  for (let row = top; row < Math.min(top + chunk, grid.rows - 1); row++) {
    let runStart = -1;
    for (let column = left; column <= Math.min(left + chunk, grid.columns - 1); column++) {
      const inside = column < Math.min(left + chunk, grid.columns - 1);
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ] as const;
      const free = inside ? corners.filter(([c, r]) => open(c, r)) : [];
      if (free.length === 4) {
        if (runStart < 0) runStart = column;
        continue;
      }
      if (runStart >= 0) rings.push([at(runStart, row), at(column, row), at(column, row + 1), at(runStart, row + 1)]);
      runStart = -1;
      if (free.length === 3) rings.push(free.map(([c, r]) => at(c, r)));
    }
  }
  return rings;
}
