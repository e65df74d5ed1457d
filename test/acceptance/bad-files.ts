/** Writes a folder of files that are no boards, and of odd ones that are. */
import { readFileSync } from 'node:fs';
import { copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { samples } from './run-fiducial.ts';

interface Sample {
  readonly image: string;
  readonly golden: string;
  readonly part: string;
}

const pairs = readFileSync(join(samples, 'manifest.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Sample);

const defectsOf = ({ image }: Sample): readonly unknown[] => {
  const truth = readFileSync(join(samples, image.replace(/_board\.\w+$/, '.json')), 'utf8');
  return (JSON.parse(truth) as { defects: readonly unknown[] }).defects;
};

const faulty = pairs.find((pair) => defectsOf(pair).length > 0)!;
const stranger = pairs.findLast(({ part }) => part !== faulty.part)!;

/** A sample board that has defects, its golden, and a golden of another part. */
export const board = join(samples, faulty.image);
export const golden = join(samples, faulty.golden);
export const otherGolden = join(samples, stranger.golden);
export const oddName = "with spaces ünï 检测 '; DROP TABLE parts;--.png";

export async function writeBadFiles(folder: string): Promise<void> {
  const bytes = await readFile(board);
  const png = await sharp(board).png().toBuffer();
  const write = (name: string, content: Buffer | string): Promise<void> => writeFile(join(folder, name), content);
  await Promise.all([
    copyFile(board, join(folder, 'good.jpg')),
    copyFile(board, join(folder, 'really-jpeg.png')),
    write('truncated.jpg', bytes.subarray(0, Math.floor(bytes.length * 0.6))),
    write('flipped.png', flipped(png)),
    write('zero.jpg', ''),
    write('text.jpg', 'no image at all\n'),
    write('bomb.png', pngHeader(60_000, 60_000)),
    write(
      'one.png',
      await sharp({ create: { width: 1, height: 1, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
    ),
    write(
      'black.png',
      await sharp({ create: { width: 640, height: 480, channels: 3, background: '#000' } })
        .png()
        .toBuffer(),
    ),
    write('two-boards.tif', await twoBoards()),
    write(oddName, await sharp(board).resize(601, 433, { fit: 'fill' }).png().toBuffer()),
    write('cmyk.jpg', await sharp(board).toColourspace('cmyk').jpeg().toBuffer()),
    write('deep.png', await sharp(board).toColourspace('rgb16').png().toBuffer()),
    write(
      'turned.jpg',
      await sharp(board).rotate(90).withMetadata({ orientation: 8 }).jpeg({ quality: 95 }).toBuffer(),
    ),
    mkdir(join(folder, 'folder.jpg')),
    symlink('loop.jpg', join(folder, 'loop.jpg')),
  ]);
}

/** The board twice, as two pages of one file. */
async function twoBoards(): Promise<Buffer> {
  const { data, info } = await sharp(board).raw().toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  const raw = { width, height: 2 * height, channels: 3, pageHeight: height } as const;
  return sharp(Buffer.concat([data, data]), { raw })
    .tiff({ compression: 'lzw' })
    .toBuffer();
}

function flipped(bytes: Buffer): Buffer {
  const damaged = Buffer.from(bytes);
  for (let at = 2000; at < damaged.length; at += 1500) damaged[at] = (damaged[at] ?? 0) ^ 0x10;
  return damaged;
}

/** A PNG whose header promises far more pixels than its data has. */
function pngHeader(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(1000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}
