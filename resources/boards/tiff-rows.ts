import { open } from 'node:fs/promises';
import type { Band } from './render.ts';

const short = 3;
const long = 4;

/**
 * Write an uncompressed TIFF band by band, so that only one band is in memory. Baseline TIFF 6.0, one strip per band.
 * @param channels 1 grey or 3 RGB, 8 bits each
 */
export async function writeTiff(
  path: string,
  width: number,
  height: number,
  channels: 1 | 3,
  bands: Iterable<Band>,
): Promise<void> {
  const file = await open(path, 'w');
  try {
    const offsets: number[] = [];
    const sizes: number[] = [];
    let position = 8;
    let rowsPerStrip = height;
    for (const band of bands) {
      if (offsets.length === 0) rowsPerStrip = band.rows;
      offsets.push(position);
      sizes.push(band.data.length);
      await file.write(band.data, 0, band.data.length, position);
      position += band.data.length;
    }
    const directory = directoryBytes(position, width, height, channels, rowsPerStrip, offsets, sizes);
    await file.write(directory, 0, directory.length, position);
    const header = Buffer.from('II*\0\0\0\0\0', 'latin1');
    header.writeUInt32LE(position, 4);
    await file.write(header, 0, 8, 0);
  } finally {
    await file.close();
  }
}

/** The image file directory with its arrays behind it, to stand at file offset `at`. */
function directoryBytes(
  at: number,
  width: number,
  height: number,
  channels: 1 | 3,
  rowsPerStrip: number,
  offsets: readonly number[],
  sizes: readonly number[],
): Buffer {
  const entries: [tag: number, kind: number, values: readonly number[]][] = [
    [256, long, [width]],
    [257, long, [height]],
    [258, short, channels === 3 ? [8, 8, 8] : [8]],
    [259, short, [1]],
    [262, short, [channels === 3 ? 2 : 1]],
    [273, long, offsets],
    [277, short, [channels]],
    [278, long, [rowsPerStrip]],
    [279, long, sizes],
  ];
  const head = 2 + entries.length * 12 + 4;
  const bytes = Buffer.alloc(head + entries.reduce((sum, [, kind, values]) => sum + values.length * size(kind), 0));
  bytes.writeUInt16LE(entries.length, 0);
  let extra = head;
  entries.forEach(([tag, kind, values], index) => {
    const entry = 2 + index * 12;
    bytes.writeUInt16LE(tag, entry);
    bytes.writeUInt16LE(kind, entry + 2);
    bytes.writeUInt32LE(values.length, entry + 4);
    const fits = values.length * size(kind) <= 4;
    if (!fits) bytes.writeUInt32LE(at + extra, entry + 8);
    values.forEach((value, place) => {
      const where = (fits ? entry + 8 : extra) + place * size(kind);
      if (kind === short) bytes.writeUInt16LE(value, where);
      else bytes.writeUInt32LE(value, where);
    });
    if (!fits) extra += values.length * size(kind);
  });
  return bytes;
}

function size(kind: number): number {
  return kind === short ? 2 : 4;
}
