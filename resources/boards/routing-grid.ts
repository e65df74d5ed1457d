import type { DesignRules } from './design-rules.ts';
import type { Point } from './geometry.ts';

/** The node is kept free of every net. */
const blocked = -1;

/**
 * A square lattice of places where traces may run. `owner[node]` is 0 for a free node, `blocked`, or the net that
 * claims it; nets that were joined share a root.
 */
export interface RoutingGrid {
  readonly columns: number;
  readonly rows: number;
  readonly pitch: number;
  /** Pixel place of node 0. */
  readonly origin: Point;
  readonly owner: Int32Array;
  /** 1 where a pad, its mask opening or a printed text is near: no printing there. */
  readonly noPrint: Uint8Array;
  readonly parents: number[];
}

/** A free lattice that covers a `width` × `height` image and `margin` pixels around it. */
export function createGrid(
  rules: DesignRules,
  width: number,
  height: number,
  margin: number,
  offset: Point,
): RoutingGrid {
  const { pitch } = rules;
  const columns = Math.ceil((width + 2 * margin) / pitch) + 2;
  const rows = Math.ceil((height + 2 * margin) / pitch) + 2;
  return {
    columns,
    rows,
    pitch,
    origin: { x: -margin - pitch * offset.x, y: -margin - pitch * offset.y },
    owner: new Int32Array(columns * rows),
    noPrint: new Uint8Array(columns * rows),
    parents: [0],
  };
}

/** A net that nothing belongs to yet. */
export function addNet(grid: RoutingGrid): number {
  return grid.parents.push(grid.parents.length) - 1;
}

/** The net that stands for all nets joined with `net`. */
export function rootNet(grid: RoutingGrid, net: number): number {
  let root = net;
  while (grid.parents[root] !== root) root = grid.parents[root]!;
  grid.parents[net] = root;
  return root;
}

/** Make two nets one. */
export function joinNets(grid: RoutingGrid, first: number, second: number): void {
  grid.parents[rootNet(grid, second)] = rootNet(grid, first);
}

export function nodeIndex(grid: RoutingGrid, column: number, row: number): number {
  return row * grid.columns + column;
}

export function nodePoint(grid: RoutingGrid, node: number): Point {
  const row = Math.floor(node / grid.columns);
  return { x: grid.origin.x + (node - row * grid.columns) * grid.pitch, y: grid.origin.y + row * grid.pitch };
}

/** Whether a trace of `net` may stand on the node. */
export function passable(grid: RoutingGrid, node: number, net: number): boolean {
  const owner = grid.owner[node]!;
  return owner === 0 || (owner > 0 && rootNet(grid, owner) === net);
}

/** Calls back for every node within `reach` pixels of a box centred at `centre` (half sizes in pixels). */
export function forNodesNear(
  grid: RoutingGrid,
  centre: Point,
  halfWidth: number,
  halfHeight: number,
  reach: number,
  visit: (node: number) => void,
): void {
  const { pitch, origin, columns, rows } = grid;
  const first = Math.max(0, Math.ceil((centre.x - halfWidth - reach - origin.x) / pitch));
  const last = Math.min(columns - 1, Math.floor((centre.x + halfWidth + reach - origin.x) / pitch));
  const top = Math.max(0, Math.ceil((centre.y - halfHeight - reach - origin.y) / pitch));
  const bottom = Math.min(rows - 1, Math.floor((centre.y + halfHeight + reach - origin.y) / pitch));
  for (let row = top; row <= bottom; row++) {
    const dy = Math.max(0, Math.abs(origin.y + row * pitch - centre.y) - halfHeight);
    for (let column = first; column <= last; column++) {
      const dx = Math.max(0, Math.abs(origin.x + column * pitch - centre.x) - halfWidth);
      if (dx * dx + dy * dy < reach * reach) visit(row * columns + column);
    }
  }
}

/** Keep other nets off a node; a node that two nets claim is blocked for both. */
export function claimNode(grid: RoutingGrid, node: number, net: number): void {
  const owner = grid.owner[node]!;
  if (owner === 0) grid.owner[node] = net;
  else if (owner > 0 && rootNet(grid, owner) !== rootNet(grid, net)) grid.owner[node] = blocked;
}
