/** Virtual time: things happen in the order of their moments, and nothing else moves the clock. */

/** Numbers from a seed (mulberry32): the same seed, the same run. */
export interface Dice {
  /** In [0, 1). */
  next(): number;
  /** Whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
}

export function dice(seed: number): Dice {
  let state = (seed * 0x9e3779b1) >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
  };
}

interface Happening {
  readonly atMs: number;
  readonly order: number;
  readonly work: () => void;
}

export interface World {
  /** Milliseconds since the run began. Never goes back. */
  nowMs(): number;
  after(ms: number, work: () => void): void;
  /** Lets things happen until `endMs`, or until `isDone` says so after one of them. */
  runUntil(endMs: number, isDone?: () => boolean): Promise<void>;
}

/** Everything that was made possible by the last happening is done before the next. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export function createWorld(): World {
  let now = 0;
  let order = 0;
  const heap: Happening[] = [];
  const isBefore = (a: Happening, b: Happening): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order);

  function push(item: Happening): void {
    heap.push(item);
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isBefore(heap[at]!, heap[parent]!)) break;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  }

  function pop(): Happening | undefined {
    const first = heap[0];
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < heap.length && isBefore(heap[left]!, heap[least]!)) least = left;
      if (right < heap.length && isBefore(heap[right]!, heap[least]!)) least = right;
      if (least === at) return first;
      [heap[at], heap[least]] = [heap[least]!, heap[at]!];
      at = least;
    }
  }

  return {
    nowMs: () => now,
    after: (ms, work) => push({ atMs: now + Math.max(0, ms), order: order++, work }),
    async runUntil(endMs, isDone = () => false) {
      await settle();
      while (!isDone()) {
        const next = heap[0];
        if (next === undefined || next.atMs > endMs) {
          now = Math.max(now, endMs);
          return;
        }
        pop();
        now = next.atMs;
        next.work();
        await settle();
      }
    },
  };
}
