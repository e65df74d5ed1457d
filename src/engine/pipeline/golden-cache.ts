/** Keeps what was made for the goldens used last, up to `maxBytes` together. */
export interface GoldenCache<T> {
  /** The entry of `key`, made once even when several boards ask at the same time. A failure is not kept. */
  get(key: string, make: () => Promise<T>): Promise<T>;
}

/** @param bytesOf Memory that an entry holds; an entry larger than `maxBytes` is handed out but not kept. */
export function createGoldenCache<T>(maxBytes: number, bytesOf: (entry: T) => number): GoldenCache<T> {
  // A Map iterates in the order of insertion: the first key is the one used longest ago.
  const entries = new Map<string, { readonly value: Promise<T>; bytes: number }>();
  const total = (): number => [...entries.values()].reduce((sum, entry) => sum + entry.bytes, 0);
  return {
    async get(key, make) {
      const known = entries.get(key);
      if (known) {
        entries.delete(key);
        entries.set(key, known);
        return known.value;
      }
      const entry = { value: make(), bytes: 0 };
      entries.set(key, entry);
      try {
        const value = await entry.value;
        entry.bytes = bytesOf(value);
        if (entry.bytes > maxBytes) entries.delete(key);
        for (const oldest of entries.keys()) {
          if (total() <= maxBytes) break;
          entries.delete(oldest);
        }
        return value;
      } catch (cause) {
        entries.delete(key);
        throw cause;
      }
    },
  };
}
