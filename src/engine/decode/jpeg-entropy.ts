/** Huffman tables and bits of a JPEG's entropy-coded data (ITU-T T.81, annexes C and F). */

/** By the next 16 bits: code length in the upper byte, symbol in the lower; 0 where no code begins like that. */
export type HuffmanTable = Uint16Array;

/**
 * Builds the lookup from a DHT segment's 16 code counts and its symbols (T.81, C.2).
 * @returns null where the counts do not describe a prefix code.
 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable | null {
  const table = new Uint16Array(65_536);
  let code = 0;
  let next = 0;
  for (let length = 1; length <= 16; length += 1) {
    for (let i = 0; i < (counts[length - 1] ?? 0); i += 1) {
      const first = code << (16 - length);
      const end = first + (1 << (16 - length));
      if (end > 65_536) return null;
      table.fill((length << 8) | (symbols[next] ?? 0), first, end);
      code += 1;
      next += 1;
    }
    code <<= 1;
  }
  return table;
}

/** Reads bits up to the next marker; behind it come zeros, which are counted as missing once they are used. */
export class EntropyBits {
  private held = 0;
  private count = 0;
  private madeUp = 0;
  private readonly bytes: Uint8Array;
  private at: number;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** The symbol of the next code; -1 where no code begins with these bits. */
  symbol(table: HuffmanTable): number {
    this.hold16();
    const found = table[(this.held >>> (this.count - 16)) & 0xffff]!;
    if (found === 0) return -1;
    this.count -= found >> 8;
    return found & 0xff;
  }

  /** Passes over up to 16 bits. */
  skip(bits: number): void {
    this.hold16();
    this.count -= bits;
  }

  /** True once bits were used that the data does not have. */
  get isShort(): boolean {
    return this.count < this.madeUp;
  }

  /**
   * Goes to the marker that ends these bits and gives its place; -1 where data is left before it.
   * Encoders may pad with zero bytes or with ones.
   */
  endAtMarker(): number {
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

  private hold16(): void {
    while (this.count < 16) {
      let byte = this.bytes[this.at] ?? 0xff;
      if (byte !== 0xff) this.at += 1;
      else if (this.bytes[this.at + 1] === 0) this.at += 2;
      else {
        byte = 0;
        this.madeUp += 8;
      }
      this.held = (this.held << 8) | byte;
      this.count += 8;
    }
  }
}
