import { writeFile } from 'node:fs/promises';

export interface DrawnBoard {
  /** Side in pixels. */
  readonly side: number;
  /** White squares at these places that the golden does not have. */
  readonly flaws: readonly { readonly x: number; readonly y: number; readonly size: number }[];
}

/** Writes an 8-bit grey BMP of a made-up board: dark tracks whose pattern is the same in every board of one size. */
export async function writeBoard(path: string, { side, flaws }: DrawnBoard): Promise<void> {
  const stride = Math.ceil(side / 4) * 4;
  const header = Buffer.alloc(14 + 40 + 1024);
  header.write('BM', 'latin1');
  header.writeUInt32LE(header.length + stride * side, 2);
  header.writeUInt32LE(header.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(side, 18);
  header.writeInt32LE(-side, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(8, 28);
  header.writeUInt32LE(256, 46);
  for (let grey = 0; grey < 256; grey += 1) header.writeUInt32LE(grey * 0x010101, 54 + grey * 4);
  const pixels = Buffer.alloc(stride * side);
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) pixels[y * stride + x] = tracks(x, y) ? 96 : 16;
  }
  for (const { x, y, size } of flaws) {
    for (let row = y; row < y + size; row += 1) pixels.fill(255, row * stride + x, row * stride + x + size);
  }
  await writeFile(path, Buffer.concat([header, pixels]));
}

/** Blocks of 8 pixels that do not repeat: a hash of the block's place decides. */
function tracks(x: number, y: number): boolean {
  const place = Math.imul((x >> 3) + 1, 0x9e3779b1) ^ Math.imul((y >> 3) + 1, 0x85ebca6b);
  return ((Math.imul(place ^ (place >>> 15), 0x2c1b3c6d) >>> 13) & 1) === 1;
}
