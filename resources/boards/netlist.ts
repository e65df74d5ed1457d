import { addVia, connect, type Draft, type Pin } from './draft.ts';
import { isFree, viaSize } from './placement.ts';
import { addNet, claimNode, forNodesNear, nodeIndex, nodePoint, rootNet } from './routing-grid.ts';

/** Groups of traces that run side by side, from edge to edge or between rows of vias. */
export function routeBuses(draft: Draft): void {
  const { random, rules, grid } = draft;
  const count = Math.max(1, Math.round((rules.buses * grid.owner.length) / 1000));
  for (let bus = 0; bus < count; bus++) {
    const lanes = random.int(2, 8);
    const wide = random.chance(0.3);
    const step = wide ? 3 : random.pick([1, 1, 2]);
    const across = random.chance(0.5);
    const along = across ? grid.columns : grid.rows;
    const side = across ? grid.rows : grid.columns;
    const span = Math.min(along - 1, random.chance(0.6) && along < 120 ? along - 1 : random.int(10, 60));
    const start = span === along - 1 ? 0 : random.int(0, along - 1 - span);
    const first = random.int(1, Math.max(1, side - lanes * step - 2));
    const shift = random.int(-9, 9);
    for (let lane = 0; lane < lanes; lane++) {
      const from = first + lane * step;
      const to = Math.min(side - 2, Math.max(1, from + shift));
      const a = across ? nodeIndex(grid, start, from) : nodeIndex(grid, from, start);
      const b = across ? nodeIndex(grid, start + span, to) : nodeIndex(grid, to, start + span);
      if (grid.owner[a] !== 0 || grid.owner[b] !== 0) continue;
      const net = addNet(grid);
      const done = connect(draft, a, b, [net, net], 8, wide ? rules.wideWidth : rules.traceWidth);
      if (done && start > 0) endInVia(draft, a, net);
      if (done && start + span < along - 1) endInVia(draft, b, net);
    }
  }
}

/** Join pins of different components, the near ones first; some pins escape to the board's edge. */
export function routePins(draft: Draft): void {
  const { random, rules, pins } = draft;
  const reach = 26 * rules.pitch;
  const cells = bucketPins(draft, reach);
  for (const pin of shuffled(draft, pins)) {
    if (pin.connected || random.chance(0.12)) continue;
    const partner = nearestPartner(draft, cells, reach, pin);
    const width = random.chance(0.12) ? rules.wideWidth : rules.traceWidth;
    if (partner !== null && connect(draft, pin.node, partner.node, [pin.net, partner.net], 6, width)) {
      pin.connected = true;
      partner.connected = true;
    } else {
      fanOut(draft, pin);
    }
  }
}

/** A short trace from a pin to a via, as on a board whose routing goes on at another side. */
function fanOut(draft: Draft, pin: Pin): void {
  const { random, grid } = draft;
  const row = Math.floor(pin.node / grid.columns);
  const column = pin.node - row * grid.columns;
  for (let attempt = 0; attempt < 6; attempt++) {
    const c = column + random.int(-5, 5);
    const r = row + random.int(-5, 5);
    if (!isFree(draft, c - 1, r - 1, 3, 3)) continue;
    const target = nodeIndex(grid, c, r);
    if (!connect(draft, pin.node, target, [pin.net, pin.net], 2)) continue;
    addVia(draft, target, pin.net, viaSize(draft));
    pin.connected = true;
    return;
  }
}

function endInVia(draft: Draft, node: number, net: number): void {
  const { grid } = draft;
  let room = true;
  const size = viaSize(draft);
  const reach = draft.rules.clearance + draft.rules.traceWidth / 2 - 0.01;
  forNodesNear(grid, nodePoint(grid, node), size / 2, size / 2, reach, (near) => {
    const owner = grid.owner[near]!;
    if (owner !== 0 && (owner < 0 || rootNet(grid, owner) !== rootNet(grid, net))) room = false;
  });
  if (room) addVia(draft, node, net, size);
  else claimNode(grid, node, net);
}

function shuffled(draft: Draft, pins: readonly Pin[]): Pin[] {
  const order = [...pins];
  for (let index = order.length - 1; index > 0; index--) {
    const other = draft.random.int(0, index);
    [order[index], order[other]] = [order[other]!, order[index]!];
  }
  return order;
}

function bucketPins(draft: Draft, reach: number): Map<string, Pin[]> {
  const cells = new Map<string, Pin[]>();
  for (const pin of draft.pins) {
    const key = cellKey(draft, pin, reach, 0, 0);
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, [pin]);
    else cell.push(pin);
  }
  return cells;
}

function cellKey(draft: Draft, pin: Pin, reach: number, dx: number, dy: number): string {
  const { x, y } = nodePoint(draft.grid, pin.node);
  return `${Math.floor(x / reach) + dx},${Math.floor(y / reach) + dy}`;
}

function nearestPartner(draft: Draft, cells: ReadonlyMap<string, Pin[]>, reach: number, pin: Pin): Pin | null {
  const here = nodePoint(draft.grid, pin.node);
  let best: Pin | null = null;
  let bestDistance = reach;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      for (const other of cells.get(cellKey(draft, pin, reach, dx, dy)) ?? []) {
        if (other.connected || other.component === pin.component) continue;
        const there = nodePoint(draft.grid, other.node);
        const distance = Math.hypot(there.x - here.x, there.y - here.y) * draft.random.range(0.7, 1.6);
        if (distance >= bestDistance) continue;
        best = other;
        bestDistance = distance;
      }
    }
  }
  return best;
}
