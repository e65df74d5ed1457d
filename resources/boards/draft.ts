import type { Pad, SilkLine, Trace } from './board-model.ts';
import type { DesignRules } from './design-rules.ts';
import type { Footprint } from './footprints.ts';
import type { Point } from './geometry.ts';
import type { RouteSearch } from './route-search.ts';
import { claimNode, forNodesNear, joinNets, nodePoint, type RoutingGrid, rootNet } from './routing-grid.ts';
import type { Random } from './seeded-random.ts';

/** A pad that a net may end in. */
export interface Pin {
  readonly node: number;
  readonly net: number;
  readonly component: number;
  connected: boolean;
}

/** The artwork while it is being laid out. */
export interface Draft {
  readonly random: Random;
  readonly rules: DesignRules;
  /** 1 at 48 pixels per millimetre. */
  readonly scale: number;
  readonly grid: RoutingGrid;
  readonly search: RouteSearch;
  readonly traces: Trace[];
  readonly pads: Pad[];
  readonly silk: SilkLine[];
  readonly pins: Pin[];
  readonly parts: PlacedPart[];
}

/** A part and its first corner on the lattice. */
export interface PlacedPart {
  readonly footprint: Footprint;
  readonly column: number;
  readonly row: number;
}

/** Reach around copper that the centre line of a signal trace keeps free. */
function keepOut(rules: DesignRules): number {
  return rules.clearance + rules.traceWidth / 2 - 0.01;
}

/** Add a pad and claim the nodes around it for its net. */
export function addPad(draft: Draft, pad: Pad): void {
  const { grid, rules } = draft;
  draft.pads.push(pad);
  const reach = keepOut(rules) + (pad.opening > rules.clearance ? pad.opening : 0);
  forNodesNear(grid, pad.centre, pad.width / 2, pad.height / 2, reach, (node) => claimNode(grid, node, pad.net));
  forNodesNear(grid, pad.centre, pad.width / 2, pad.height / 2, pad.opening + 0.6 * grid.pitch, (node) => {
    grid.noPrint[node] = 1;
  });
}

/** A via on a node, with the hole and size usual for the board. */
export function addVia(draft: Draft, node: number, net: number, size: number): void {
  const { random, rules, scale } = draft;
  addPad(draft, {
    kind: 'pad',
    net,
    centre: nodePoint(draft.grid, node),
    width: size,
    height: size,
    corner: size / 2,
    chamfered: false,
    drill: size * random.range(0.4, 0.52),
    exposed: !random.chance(rules.tented),
    opening: 2 * scale,
  });
}

/** Lay a found path as a trace and claim its nodes; joins the two nets. Wide paths neck down before their ends. */
function addPath(draft: Draft, path: readonly number[], net: number, width: number): void {
  const { grid, rules } = draft;
  const reach = width > rules.traceWidth ? (width - rules.traceWidth) / 2 + keepOut(rules) : 0;
  for (const node of path) {
    claimNode(grid, node, net);
    if (reach === 0) continue;
    forNodesNear(grid, nodePoint(grid, node), 0, 0, reach, (near) => claimNode(grid, near, net));
  }
  const points = corners(path.map((node) => nodePoint(grid, node)));
  if (width <= rules.traceWidth || path.length < 5) {
    draft.traces.push({ kind: 'trace', net, points, width: Math.min(width, rules.traceWidth) });
    return;
  }
  const nodes = path.map((node) => nodePoint(grid, node));
  draft.traces.push({ kind: 'trace', net, points, width: rules.traceWidth });
  draft.traces.push({ kind: 'trace', net, points: corners(nodes.slice(1, -1)), width });
}

/** Route between two nodes; true when it worked, and the two nets are then one. */
export function connect(
  draft: Draft,
  from: number,
  to: number,
  nets: readonly [number, number],
  slack: number,
  width = draft.rules.traceWidth,
): boolean {
  const { grid, search, rules } = draft;
  const roots = [rootNet(grid, nets[0]), rootNet(grid, nets[1])] as const;
  const path = search.find(from, to, roots, slack, width > rules.traceWidth ? 1 : 0);
  if (path === null || path.length < 2) return false;
  joinNets(grid, nets[0], nets[1]);
  addPath(draft, path, nets[0], width);
  return true;
}

/** The points where a polyline turns, with its ends. */
function corners(points: readonly Point[]): Point[] {
  return points.filter((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined || after === undefined) return true;
    const cross = (point.x - before.x) * (after.y - point.y) - (point.y - before.y) * (after.x - point.x);
    return Math.abs(cross) > 1e-6;
  });
}
