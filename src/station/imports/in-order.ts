/** Boards that are stored, decoded, inferred and recorded at the same time; more than the engine takes, so that it never waits. */
export const boardsInFlight = 8;

/**
 * Maps items with up to `concurrency` at work, and yields the results in the order of the items. Finished results wait
 * for their predecessors; at most `concurrency · 16` are begun and not yet yielded. After `stop` no item is begun, and
 * those that were are still yielded.
 */
export async function* mapInOrder<Item, Out>(
  items: Iterable<Item>,
  concurrency: number,
  work: (item: Item) => Promise<Out>,
  stop: AbortSignal,
): AsyncGenerator<Out> {
  const waiting: Promise<Out>[] = [];
  const source = items[Symbol.iterator]();
  let active = 0;
  let exhausted = false;

  const fill = (): void => {
    while (!exhausted && active < concurrency && waiting.length < concurrency * 16) {
      if (stop.aborted) {
        exhausted = true;
        return;
      }
      const next = source.next();
      if (next.done) {
        exhausted = true;
        return;
      }
      active += 1;
      const running = work(next.value).finally(() => {
        active -= 1;
        fill();
      });
      // A rejection is thrown where it is awaited below, not as an unhandled one meanwhile.
      running.catch(() => undefined);
      waiting.push(running);
    }
  };

  fill();
  for (let head = waiting[0]; head !== undefined; head = waiting[0]) {
    const value = await head;
    waiting.shift();
    fill();
    yield value;
  }
}
