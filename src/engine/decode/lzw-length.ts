const clear = 256;
const end = 257;
const mostBits = 12;

/** Follows LZW codes as TIFF has them, without the pixels. */
export interface LzwLength {
  /** The next bytes of the strip. */
  feed(chunk: Uint8Array): void;
  /** Bytes that the strip decodes to, up to its end code or the end of what was fed; null: a code that no encoder writes. */
  length(): number | null;
}

/**
 * Adds up what LZW codes stand for (TIFF 6.0, section 13: high bit first, codes grow one early). A damaged code stands
 * for a string of another length nearly always, and so do the ones that build on it.
 */
export function createLzwLength(): LzwLength {
  const lengths = new Uint16Array(1 << mostBits).fill(1, 0, clear);
  let next = end + 1;
  let width = 9;
  let before = -1;
  let held = 0;
  let bits = 0;
  let total: number | null = 0;
  let isAtEnd = false;

  function take(code: number): void {
    if (code === end) isAtEnd = true;
    else if (code === clear) {
      next = end + 1;
      width = 9;
      before = -1;
    } else if (before < 0 ? code > clear : code > next) total = null;
    else {
      if (before >= 0) {
        if (next < lengths.length) lengths[next] = lengths[before]! + 1;
        next += 1;
        if (next >= (1 << width) - 1 && width < mostBits) width += 1;
      }
      // The code that this one has just made is known by now.
      total = total! + lengths[code]!;
      before = code;
    }
  }

  return {
    feed(chunk) {
      for (const byte of chunk) {
        held = ((held << 8) | byte) & 0xfffff;
        bits += 8;
        if (bits < width) continue;
        if (isAtEnd || total === null) return;
        bits -= width;
        take((held >>> bits) & ((1 << width) - 1));
      }
    },
    length: () => total,
  };
}
