/** Huffman tables and bits of a JPEG's entropy-coded data (ITU-T T.81, annexes C and F). */

/** Codes up to so many bits, nearly all that occur, are found in one step; the lookups then stay in the nearest cache. */
const lookupBits = 10;
/** No block is longer: 64 coefficients of a code and extra bits. */
const blockBytes = Math.ceil((64 * (16 + 15)) / 8);
/** One read takes 32 bits. */
const readBytes = 4;
/** The place behind a block's last coefficient. */
const blockEnd = 64;

export interface HuffmanTable {
  /** By the next 10 bits: code length in the upper byte, symbol in the lower; 0 where no code of at most 10 bits begins like that. */
  readonly single: Uint16Array;
  /** Codes of each longer length, in order: the first one, how many there are, and the first one's symbol. */
  readonly long: readonly { readonly length: number; readonly first: number; readonly symbols: Uint8Array }[];
}

export interface AcTable extends HuffmanTable {
  /**
   * By the next 10 bits all coefficients whose codes lie whole in them, as far as the block goes on behind them: bits of
   * the codes and their extra bits in the upper byte, `ends` where the last of them ends the block, and how many places
   * of the block they take; 0 where `single` has none.
   */
  readonly several: Uint16Array;
}

const ends = 0x80;
const placesMask = 0x7f;

/** What one block of a unit is read with. */
export interface BlockTables {
  readonly dc: HuffmanTable;
  readonly ac: AcTable;
}

/**
 * Builds the lookup from a DHT segment's 16 code counts and its symbols (T.81, C.2).
 * @returns null where the counts do not describe a prefix code.
 */
export function huffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable | null {
  const single = new Uint16Array(1 << lookupBits);
  const long: { length: number; first: number; symbols: Uint8Array }[] = [];
  let code = 0;
  let next = 0;
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1] ?? 0;
    if (code + count > 1 << length) return null;
    if (length > lookupBits) long.push({ length, first: code, symbols: symbols.subarray(next, next + count) });
    else {
      const room = 1 << (lookupBits - length);
      let at = code * room;
      for (let i = next; i < next + count; i += 1) {
        const entry = (length << 8) | (symbols[i] ?? 0);
        for (const end = at + room; at < end; at += 1) single[at] = entry;
      }
    }
    code = (code + count) << 1;
    next += count;
  }
  return { single, long };
}

/** The same table with the lookup for the coefficients of a block. */
export function acTable(table: HuffmanTable): AcTable {
  const { single } = table;
  const several = new Uint16Array(single.length);
  for (let at = 0; at < several.length; at += 1) {
    let bits = 0;
    let places = 0;
    let isEnd = false;
    while (bits < lookupBits && !isEnd) {
      // What follows the visible bits is taken as zeros, so a code counts only where it ends within them.
      const found = single[(at << bits) & (several.length - 1)]!;
      const length = found >> 8;
      const { size, run } = acSymbol(found);
      if (found === 0 || bits + length > lookupBits) break;
      isEnd = size === 0 && run !== 15;
      if (!isEnd && places + run + 1 >= blockEnd) break;
      bits += length + size;
      if (!isEnd) places += run + 1;
    }
    several[at] = (bits << 8) | (isEnd ? ends : 0) | places;
  }
  return { ...table, several };
}

/** Bits of the value that follows, and zeros before it. */
const acSymbol = (found: number): { readonly size: number; readonly run: number } => ({
  size: found & 15,
  run: (found >> 4) & 15,
});

/** Length and symbol, as in `single`, of the code of more than 10 bits that 16 bits begin with; 0 where there is none. */
function longCode({ long }: HuffmanTable, bits: number): number {
  for (const { length, first, symbols } of long) {
    const place = (bits >> (16 - length)) - first;
    if (place < symbols.length) return place < 0 ? 0 : (length << 8) | symbols[place]!;
  }
  return 0;
}

/** Entropy-coded data up to the next marker, without the zeros that are stuffed behind each 0xff, and zeros behind it. */
export interface EntropyData {
  readonly view: DataView;
  readonly bytes: number;
  /** Place of the marker in the file; the file's length where there is none. */
  readonly end: number;
}

/** Memory for `unstuff` from place `start` of a file on. */
export const roomToUnstuff = (bytes: Uint8Array, start: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Math.max(0, bytes.length - start) + blockBytes + readBytes);

/** @param room Is overwritten; holds what `roomToUnstuff` says for this or an earlier place. */
export function unstuff(bytes: Uint8Array, start: number, room: Uint8Array<ArrayBuffer>): EntropyData {
  let to = 0;
  let at = start;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte === 0xff) {
      if (bytes[at + 1] !== 0) break;
      at += 1;
    }
    room[to] = byte;
    to += 1;
  }
  room.fill(0, to, to + blockBytes + readBytes);
  return { view: new DataView(room.buffer, room.byteOffset, room.byteLength), bytes: to, end: at };
}

/**
 * Passes over `count` units of these blocks each, from the first bit on.
 * @returns the bit behind them; -1 where the codes make no block or the data is too short.
 */
export function passUnits(data: EntropyData, blocks: readonly BlockTables[], count: number): number {
  const bits = 8 * data.bytes;
  let at = 0;
  for (let unit = 0; unit < count; unit += 1) {
    for (let i = 0; i < blocks.length; i += 1) {
      at = passBlock(data.view, at, blocks[i]!);
      if (at < 0 || at > bits) return -1;
    }
  }
  return at;
}

/** Passes over one block of 64 coefficients (T.81, F.2.2) from bit `at`; -1 where the codes make no block. */
function passBlock(view: DataView, start: number, { dc, ac }: BlockTables): number {
  const difference = codeAt(view, start, dc);
  if (difference === 0 || (difference & 0xff) > 11) return -1;
  let at = start + (difference >> 8) + (difference & 15);
  const { several } = ac;
  for (let k = 1; ; ) {
    const found = several[(view.getUint32(at >>> 3) << (at & 7)) >>> (32 - lookupBits)]!;
    const behind = k + (found & placesMask);
    if (found > 0xff && behind < blockEnd) {
      at += found >> 8;
      if ((found & ends) !== 0) return at;
      k = behind;
      continue;
    }
    // Near the end of the block, and for long codes, one at a time: what follows the end is another block's.
    const one = codeAt(view, at, ac);
    if (one === 0) return -1;
    const size = one & 15;
    const run = (one >> 4) & 15;
    at += (one >> 8) + size;
    k += run + 1;
    if (size === 0 ? run !== 15 || k >= blockEnd : k === blockEnd) return at;
    if (k > blockEnd) return -1;
  }
}

/** Code length and symbol, as in `single`, of the code that begins at bit `at`; 0 where there is none. */
function codeAt(view: DataView, at: number, table: HuffmanTable): number {
  const next = (view.getUint32(at >>> 3) << (at & 7)) >>> 16;
  return table.single[next >>> (16 - lookupBits)]! || longCode(table, next);
}

/** Whether nothing is left from bit `at` on but padding; encoders pad with zero bytes or with ones. */
export function isPadding({ view, bytes }: EntropyData, at: number): boolean {
  for (let place = (at + 7) >> 3; place < bytes; place += 1) {
    const byte = view.getUint8(place);
    if (byte !== 0 && byte !== 0xff) return false;
  }
  return true;
}
