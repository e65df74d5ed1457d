interface SecondPage {
  /** NewSubfileType: 0 a picture, 1 the first one in fewer pixels, 4 a mask. */
  readonly kind: number;
  /** So many times fewer pixels a side than the first. */
  readonly shrink?: number;
  readonly isBig?: boolean;
  readonly isLittle?: boolean;
  /** The second directory names the first as the next one. */
  readonly isCircle?: boolean;
}

/** A TIFF or BigTIFF with two pages over the same grey samples (TIFF 6.0, section 2). */
export function twoPageTiff(
  samples: Uint8Array,
  side: number,
  { kind, shrink = 1, isBig = false, isLittle = true, isCircle = false }: SecondPage,
): Buffer {
  const head = isBig ? 16 : 8;
  const first = head + samples.length + (samples.length % 2);
  const pages = [directory(side, 0), directory(Math.floor(side / shrink), kind)];
  const bytes = Buffer.alloc(first + 2 * directoryBytes());
  const put = (at: number, size: 2 | 4 | 8, value: number): void => {
    if (size === 2) bytes[isLittle ? 'writeUInt16LE' : 'writeUInt16BE'](value, at);
    else if (size === 4) bytes[isLittle ? 'writeUInt32LE' : 'writeUInt32BE'](value, at);
    else bytes[isLittle ? 'writeBigUInt64LE' : 'writeBigUInt64BE'](BigInt(value), at);
  };
  const wide = isBig ? 8 : 4;

  bytes.write(isLittle ? 'II' : 'MM', 'latin1');
  put(2, 2, isBig ? 43 : 42);
  if (isBig) put(4, 2, 8);
  put(isBig ? 8 : 4, wide, first);
  bytes.set(samples, head);
  for (const [page, entries] of pages.entries()) {
    const at = first + page * directoryBytes();
    put(at, isBig ? 8 : 2, entries.length);
    for (const [index, [tag, value]] of entries.entries()) {
      const entry = at + (isBig ? 8 + index * 20 : 2 + index * 12);
      put(entry, 2, tag);
      put(entry + 2, 2, 4);
      put(entry + 4, wide, 1);
      put(entry + 4 + wide, 4, value);
    }
    const next = page === 0 ? at + directoryBytes() : isCircle ? first : 0;
    put(at + directoryBytes() - wide, wide, next);
  }
  return bytes;

  function directory(pixels: number, subfile: number) {
    return [
      [254, subfile],
      [256, pixels],
      [257, pixels],
      [258, 8],
      [259, 1],
      [262, 1],
      [273, head],
      [277, 1],
      [278, pixels],
      [279, pixels * pixels],
    ] as const;
  }
  function directoryBytes(): number {
    return isBig ? 8 + 10 * 20 + 8 : 2 + 10 * 12 + 4;
  }
}
