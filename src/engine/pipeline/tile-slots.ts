/** A piece of shared memory that holds one batch of packed tiles. */
interface TileSlot {
  readonly planes: Uint8Array<SharedArrayBuffer>;
}

/** A fixed number of slots, lent in turn, so that packing never runs far ahead of the model. */
export interface TileSlots {
  /** Tiles that one slot holds. */
  readonly tiles: number;
  take(): Promise<TileSlot>;
  give(slot: TileSlot): void;
}

/** @param bytesPerTile Size of one packed tile. Memory is committed only when it is written. */
export function createTileSlots(count: number, tiles: number, bytesPerTile: number): TileSlots {
  const free = Array.from({ length: count }, () => ({
    planes: new Uint8Array(new SharedArrayBuffer(tiles * bytesPerTile)),
  }));
  const waiting: ((slot: TileSlot) => void)[] = [];
  return {
    tiles,
    take() {
      const slot = free.pop();
      return slot ? Promise.resolve(slot) : new Promise((resolve) => waiting.push(resolve));
    },
    give(slot) {
      const next = waiting.shift();
      if (next) next(slot);
      else free.push(slot);
    },
  };
}
