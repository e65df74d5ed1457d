export interface StripTiff {
  readonly width: number;
  readonly height: number;
  /** A grey picture's, or one for each of its planes; `rows` that a piece holds. */
  readonly strips: readonly Uint8Array[];
  readonly rows: number;
  readonly compression: number;
  readonly bits?: number;
  /** Red, green and blue, each in strips of its own. */
  readonly isPlanar?: boolean;
  readonly isBig?: boolean;
  readonly isLittle?: boolean;
  /** Values instead of those that are true: tag and numbers. */
  readonly instead?: readonly (readonly [tag: number, values: readonly number[]])[];
}

/** A TIFF or BigTIFF of one picture, of strips as they are given (TIFF 6.0, sections 2 to 8). */
export function stripTiff({ isBig = false, isLittle = true, ...picture }: StripTiff): Buffer {
  const wide = isBig ? 8 : 4;
  const head = isBig ? 16 : 8;
  const number = (size: number, value: number): Buffer => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(value));
    const short = bytes.subarray(0, size);
    return isLittle ? short : short.reverse();
  };
  const offsets: number[] = [];
  let at = head;
  for (const { length } of picture.strips) {
    offsets.push(at);
    at += length;
  }
  const tags = new Map<number, readonly number[]>([
    [256, [picture.width]],
    [257, [picture.height]],
    [258, picture.isPlanar ? [8, 8, 8] : [picture.bits ?? 8]],
    [259, [picture.compression]],
    [262, [picture.isPlanar ? 2 : 1]],
    [273, offsets],
    [277, [picture.isPlanar ? 3 : 1]],
    [278, [picture.rows]],
    [279, picture.strips.map(({ length }) => length)],
    [284, [picture.isPlanar ? 2 : 1]],
    ...(picture.instead ?? []),
  ]);
  const values: Buffer[] = [];
  const directory = at;
  at += (isBig ? 8 : 2) + tags.size * (isBig ? 20 : 12) + wide;
  const entries = [...tags]
    .sort(([one], [other]) => one - other)
    .map(([tag, numbers]) => {
      // 3: SHORT, 4: LONG. What libtiff wants as SHORT is SHORT.
      const type = [256, 257, 273, 278, 279, 324, 325].includes(tag) ? 4 : 3;
      const bytes = Buffer.concat(numbers.map((value) => number(type === 3 ? 2 : 4, value)));
      const isHere = bytes.length <= wide;
      const place = isHere ? Buffer.concat([bytes], wide) : number(wide, at);
      if (!isHere) {
        values.push(bytes);
        at += bytes.length;
      }
      return Buffer.concat([number(2, tag), number(2, type), number(wide, numbers.length), place]);
    });
  const start = isBig ? [number(2, 43), number(2, 8), number(2, 0)] : [number(2, 42)];
  return Buffer.concat([
    Buffer.from(isLittle ? 'II' : 'MM'),
    ...start,
    number(wide, directory),
    ...picture.strips,
    number(isBig ? 8 : 2, tags.size),
    ...entries,
    number(wide, 0),
    ...values,
  ]);
}
