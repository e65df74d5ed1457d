/** Huffman tables and bits of a JPEG's entropy-coded data (ITU-T T.81, annexes C and F). */

/** Codes up to so many bits, nearly all that occur, are found in one step; the lookup then stays in the nearest cache. */
const shortBits = 10;

export interface HuffmanTable {
  /** By the next 10 bits: code length in the upper byte, symbol in the lower; 0 where no code of at most 10 bits begins like that. */
  readonly short: Uint16Array;
  /** Codes of each longer length, in order: the first one, how many there are, and the first one's symbol. */
  readonly long: readonly { readonly length: number; readonly first: number; readonly symbols: Uint8Array }[];
}

/** What the codes of one block of a unit are read with. */
export interface BlockTables {
  readonly dc: HuffmanTable;
  readonly ac: HuffmanTable;
}

/**
 * Builds the lookup from a DHT segment's 16 code counts and its symbols (T.81, C.2).
 * @returns null where the counts do not describe a prefix code.
 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable | null {
  const short = new Uint16Array(1 << shortBits);
  const long: { length: number; first: number; symbols: Uint8Array }[] = [];
  let code = 0;
  let next = 0;
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1] ?? 0;
    if (code + count > 1 << length) return null;
    if (length > shortBits) long.push({ length, first: code, symbols: symbols.subarray(next, next + count) });
    else {
      for (let i = 0; i < count; i += 1) {
        const from = (code + i) << (shortBits - length);
        short.fill((length << 8) | (symbols[next + i] ?? 0), from, from + (1 << (shortBits - length)));
      }
    }
    code = (code + count) << 1;
    next += count;
  }
  return { short, long };
}

/** Length and symbol, as in `short`, of the code of more than 10 bits that 16 bits begin with; 0 where there is none. */
function longCode({ long }: HuffmanTable, bits: number): number {
  for (const { length, first, symbols } of long) {
    const place = (bits >> (16 - length)) - first;
    if (place < symbols.length) return place < 0 ? 0 : (length << 8) | symbols[place]!;
  }
  return 0;
}

/** Reads bits up to the next marker; behind it come zeros, which are counted as missing once they are used. */
export class EntropyBits {
  private held = 0;
  /** Bits of `held` that are not passed yet; below 0 while bits were passed that are not held yet. */
  private count = 0;
  private madeUp = 0;
  private readonly bytes: Uint8Array;
  private at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Passes over `count` units of these blocks each; false where the codes make no block or the data is too short. */
  passUnits(blocks: readonly BlockTables[], count: number): boolean {
    for (let unit = 0; unit < count; unit += 1) {
      for (let i = 0; i < blocks.length; i += 1) if (!this.passBlock(blocks[i]!)) return false;
      this.hold();
      if (this.count < this.madeUp) return false;
    }
    return true;
  }

  /**
   * Passes over one block of 64 coefficients (T.81, F.2.2): a code and its extra bits in one step, as nine tenths of the time is spent here.
   * @returns false where the codes make no block.
   */
  private passBlock({ dc, ac }: BlockTables): boolean {
    const { bytes } = this;
    let { held, count, at, madeUp } = this;
    let isBlock = false;
    let table = dc;
    for (let k = 0; ; ) {
      while (count < 16) {
        let byte = bytes[at] ?? 0xff;
        if (byte !== 0xff) at += 1;
        else if (bytes[at + 1] === 0) at += 2;
        else {
          byte = 0;
          madeUp += 8;
        }
        held = (held << 8) | byte;
        count += 8;
      }
      const found =
        table.short[(held >>> (count - shortBits)) & 0x3ff]! || longCode(table, (held >>> (count - 16)) & 0xffff);
      if (found === 0) break;
      const size = found & 15;
      const run = (found >> 4) & 15;
      count -= (found >> 8) + size;
      if (k === 0) {
        if (run > 0 || size > 11) break;
        table = ac;
        k = 1;
      } else {
        k += run + 1;
        const isEnd = size === 0 ? run !== 15 || k >= 64 : k === 64;
        if (isEnd || k > 64) {
          isBlock = isEnd;
          break;
        }
      }
    }
    // At most 23 bits are still wanted; a number of 31 bits needs no memory of its own.
    this.held = held & 0xffffff;
    this.count = count;
    this.at = at;
    this.madeUp = madeUp;
    return isBlock;
  }

  /**
   * Goes to the marker that ends these bits and gives its place; -1 where data is left before it.
   * Encoders may pad with zero bytes or with ones.
   */
  endAtMarker(): number {
    this.hold();
    const whole = Math.max(0, this.count - this.madeUp) >> 3;
    let at = this.at;
    for (let back = 0; back < whole; back += 1) at -= at >= 2 && this.bytes[at - 2] === 0xff ? 2 : 1;
    for (; at < this.bytes.length; at += 1) {
      const byte = this.bytes[at];
      if (byte === 0xff && this.bytes[at + 1] !== 0) return at;
      if (byte !== 0 && byte !== 0xff) return -1;
    }
    return at;
  }

  private hold(): void {
    while (this.count < 16) {
      let byte = this.bytes[this.at] ?? 0xff;
      if (byte !== 0xff) this.at += 1;
      else if (this.bytes[this.at + 1] === 0) this.at += 2;
      else {
        byte = 0;
        this.madeUp += 8;
      }
      this.held = ((this.held << 8) | byte) & 0xffffff;
      this.count += 8;
    }
  }
}
