/** Items that wait before their next try, by key, on the monotonic clock. In memory: a new start tries at once. */
export interface Postponed {
  has(key: string, nowMs: number): boolean;
  until(key: string, atMs: number): void;
  clear(key: string): void;
  clearAll(): void;
  /** Milliseconds until this one is due; 0 where it does not wait. */
  left(key: string, nowMs: number): number;
  /** Milliseconds until the first of them is due; null where none waits. */
  soonest(nowMs: number): number | null;
}

export function postponed(): Postponed {
  const waiting = new Map<string, number>();
  return {
    has: (key, nowMs) => (waiting.get(key) ?? 0) > nowMs,
    until: (key, atMs) => void waiting.set(key, atMs),
    clear: (key) => void waiting.delete(key),
    clearAll: () => waiting.clear(),
    left: (key, nowMs) => Math.max(0, (waiting.get(key) ?? nowMs) - nowMs),
    soonest: (nowMs) => {
      const future = [...waiting.values()].filter((at) => at > nowMs);
      return future.length === 0 ? null : Math.min(...future) - nowMs;
    },
  };
}
