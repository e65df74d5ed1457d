import { passable, type RoutingGrid } from './routing-grid.ts';

const stepColumns = [1, 1, 0, -1, -1, -1, 0, 1] as const;
const stepRows = [0, 1, 1, 1, 0, -1, -1, -1] as const;
const diagonal = Math.SQRT2;

/** Search state that is reused from net to net; sized for one grid. */
export interface RouteSearch {
  /** Nodes from start to goal, or null when no way is free within the search window. */
  find(
    start: number,
    goal: number,
    nets: readonly [number, number],
    slack: number,
    clearNodes: number,
  ): number[] | null;
}

/**
 * A* over the lattice in eight directions with a price on turns, so that traces run straight and bend by 45°.
 * A diagonal step needs both nodes beside it free: two diagonals then keep a distance of 1.41 pitches.
 * `nets` are the roots of the two nets to be joined. `slack` is how many nodes the search may leave the box of start and goal; `clearNodes` keeps wide traces off others.
 */
export function createRouteSearch(grid: RoutingGrid): RouteSearch {
  const { columns, rows } = grid;
  const size = columns * rows;
  const cost = new Float32Array(size);
  const cameFrom = new Int32Array(size);
  const heading = new Int8Array(size);
  const stamp = new Uint32Array(size);
  const heapNode: number[] = [];
  const heapKey: number[] = [];
  let generation = 0;

  const push = (node: number, key: number): void => {
    let index = heapNode.length;
    heapNode.push(node);
    heapKey.push(key);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (heapKey[parent]! <= key) break;
      heapNode[index] = heapNode[parent]!;
      heapKey[index] = heapKey[parent]!;
      index = parent;
    }
    heapNode[index] = node;
    heapKey[index] = key;
  };

  const pop = (): number => {
    const top = heapNode[0]!;
    const node = heapNode.pop()!;
    const key = heapKey.pop()!;
    const length = heapNode.length;
    let index = 0;
    while (length > 0) {
      let child = 2 * index + 1;
      if (child >= length) break;
      if (child + 1 < length && heapKey[child + 1]! < heapKey[child]!) child++;
      if (heapKey[child]! >= key) break;
      heapNode[index] = heapNode[child]!;
      heapKey[index] = heapKey[child]!;
      index = child;
    }
    if (length > 0) {
      heapNode[index] = node;
      heapKey[index] = key;
    }
    return top;
  };

  const free = (node: number, nets: readonly [number, number]): boolean =>
    passable(grid, node, nets[0]) || passable(grid, node, nets[1]);

  const roomAround = (column: number, row: number, nets: readonly [number, number], clearNodes: number): boolean => {
    for (let dr = -clearNodes; dr <= clearNodes; dr++) {
      for (let dc = -clearNodes; dc <= clearNodes; dc++) {
        const c = column + dc;
        const r = row + dr;
        if (c >= 0 && r >= 0 && c < columns && r < rows && !free(r * columns + c, nets)) return false;
      }
    }
    return true;
  };

  const find = (
    start: number,
    goal: number,
    nets: readonly [number, number],
    slack: number,
    clearNodes: number,
  ): number[] | null => {
    generation++;
    heapNode.length = 0;
    heapKey.length = 0;
    const goalRow = Math.floor(goal / columns);
    const goalColumn = goal - goalRow * columns;
    const startRow = Math.floor(start / columns);
    const startColumn = start - startRow * columns;
    const left = Math.max(0, Math.min(startColumn, goalColumn) - slack);
    const right = Math.min(columns - 1, Math.max(startColumn, goalColumn) + slack);
    const top = Math.max(0, Math.min(startRow, goalRow) - slack);
    const bottom = Math.min(rows - 1, Math.max(startRow, goalRow) + slack);
    cost[start] = 0;
    cameFrom[start] = -1;
    heading[start] = -1;
    stamp[start] = generation;
    push(start, 0);
    while (heapNode.length > 0) {
      const node = pop();
      if (node === goal) return walkBack(cameFrom, node);
      const row = Math.floor(node / columns);
      const column = node - row * columns;
      const price = cost[node]!;
      for (let direction = 0; direction < 8; direction++) {
        const c = column + stepColumns[direction]!;
        const r = row + stepRows[direction]!;
        if (c < left || c > right || r < top || r > bottom) continue;
        const next = r * columns + c;
        const turn = heading[node]! < 0 ? 0 : turnPrice(heading[node]!, direction);
        const total = price + (direction & 1 ? diagonal : 1) + turn;
        if (stamp[next] === generation && cost[next]! <= total) continue;
        if (!free(next, nets)) continue;
        if (direction & 1 && !(free(row * columns + c, nets) && free(r * columns + column, nets))) continue;
        if (clearNodes > 0 && next !== goal && !roomAround(c, r, nets, clearNodes)) continue;
        stamp[next] = generation;
        cost[next] = total;
        cameFrom[next] = node;
        heading[next] = direction;
        const dx = Math.abs(goalColumn - c);
        const dy = Math.abs(goalRow - r);
        push(next, total + Math.max(dx, dy) + (diagonal - 1) * Math.min(dx, dy));
      }
    }
    return null;
  };
  return { find };
}

function turnPrice(from: number, to: number): number {
  const turn = Math.min((from - to) & 7, (to - from) & 7);
  // A right angle or sharper is not etched well; designers avoid it.
  return turn === 0 ? 0 : turn === 1 ? 0.35 : turn === 2 ? 1.6 : 6;
}

function walkBack(cameFrom: Int32Array, goal: number): number[] {
  const path: number[] = [];
  for (let node = goal; node >= 0; node = cameFrom[node]!) path.push(node);
  return path.reverse();
}
