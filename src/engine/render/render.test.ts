import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isMarkedDrawn } from '../../core/detection/drawn-picture.ts';
import { maxImagePixels } from '../../core/detection/image-limits.ts';
import { decodeColourShrunk } from '../decode/decode-colour.ts';
import type { ColourImage } from '../decode/grey-image.ts';
import { createImageDecoder } from '../decode/image-decoder.ts';
import type { RenderJob, RenderMark, RenderOutput } from '../protocol.ts';
import { frameCrop, groupByRows } from './crop-frame.ts';
import { LabelPainter } from './label.ts';
import { markStyles } from './palette.ts';
import { render } from './render.ts';

const decoder = createImageDecoder();

let folder: string;
let boardPath: string;
let goldenPath: string;
const width = 320;
const height = 200;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-render-'));
  boardPath = join(folder, 'board.png');
  goldenPath = join(folder, 'golden.png');
  // A white pad on green at (100, 60); in the golden it lies 6 px further right and 4 px further down.
  await paint(boardPath, 100, 60);
  await paint(goldenPath, 106, 64);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function paint(path: string, left: number, top: number): Promise<void> {
  const pad = await sharp({ create: { width: 40, height: 40, channels: 3, background: '#fff' } })
    .raw()
    .toBuffer();
  await sharp({ create: { width, height, channels: 3, background: '#204020' } })
    .composite([{ input: pad, raw: { width: 40, height: 40, channels: 3 }, left, top }])
    .png()
    .toFile(path);
}

const mark = (severity: RenderMark['severity'], label = 'open'): RenderMark => ({
  box: { x: 100, y: 60, width: 40, height: 40 },
  label,
  severity,
});

const job = (outputs: readonly RenderOutput[], golden: RenderJob['golden'] = null): RenderJob => ({
  imagePath: boardPath,
  golden,
  outputs,
  maxPixels: maxImagePixels,
});

const read = async (path: string): Promise<ColourImage> => {
  const image = await decoder.open(path);
  return decodeColourShrunk(image, image.facts.width, image.facts.height);
};

const has = (picture: ColourImage, colour: readonly number[], tolerance = 40): boolean => {
  for (let at = 0; at < picture.data.length; at += 3) {
    if (colour.every((level, channel) => Math.abs(picture.data[at + channel]! - level) <= tolerance)) return true;
  }
  return false;
};

describe('overlay', () => {
  it.each(['low', 'medium', 'high', 'critical'] as const)('frames a %s defect in its colour', async (severity) => {
    const outPath = join(folder, `${severity}.jpg`);
    await render(decoder, job([{ kind: 'overlay', outPath, maxSide: null, marks: [mark(severity)] }]));
    const picture = await read(outPath);
    expect([picture.width, picture.height]).toEqual([width, height]);
    expect(has(picture, markStyles[severity].colour)).toBe(true);
    // What is inside the frame stays as it was.
    const centre = (80 * width + 120) * 3;
    expect(picture.data[centre]!).toBeGreaterThan(240);
    expect(isMarkedDrawn(await readFile(outPath))).toBe(true);
    expect(isMarkedDrawn(await readFile(boardPath))).toBe(false);
  });

  it('without marks shows none of the colours (negative control), and fits into maxSide', async () => {
    const outPath = join(folder, 'plain.jpg');
    await render(decoder, job([{ kind: 'overlay', outPath, maxSide: 160, marks: [] }]));
    const picture = await read(outPath);
    expect([picture.width, picture.height]).toEqual([160, 100]);
    for (const { colour } of Object.values(markStyles)) expect(has(picture, colour)).toBe(false);
  });

  it('draws any label and any box without failing', async () => {
    const labels = ['<b>&"\'', '', '\0\u202e', '開路 단락', 'x'.repeat(5000), '<span size="99999999">a</span>'];
    const marks = labels.map((label, at) => ({
      ...mark('high', label),
      box: { x: at * 60 - 20, y: at * 45 - 30, width: 0, height: 500 },
    }));
    const outPath = join(folder, 'labels.jpg');
    await render(decoder, job([{ kind: 'overlay', outPath, maxSide: null, marks }]));
    expect((await read(outPath)).width).toBe(width);
  });

  it('takes markup in labels literally', async () => {
    const painter = new LabelPainter();
    const literal = await painter.mask('<b>a</b>', 20);
    const bare = await painter.mask('a', 20);
    expect(literal!.width).toBeGreaterThan(3 * bare!.width);
  });
});

describe('crops', () => {
  it('of board and golden show the same place at the same scale', async () => {
    const box = mark('high').box;
    const [boardOut, goldenOut] = [join(folder, 'b.jpg'), join(folder, 'g.jpg')];
    const registration = { dx: 6, dy: 4, angle: 0, scale: 1, score: 1 };
    const crop = { kind: 'crop', box, marks: [] } as const;
    await render(
      decoder,
      job(
        [
          { ...crop, of: 'board', outPath: boardOut },
          { ...crop, of: 'golden', outPath: goldenOut },
        ],
        { path: goldenPath, registration },
      ),
    );
    const [board, golden] = [await read(boardOut), await read(goldenOut)];
    expect([golden.width, golden.height]).toEqual([board.width, board.height]);
    expect(meanDifference(board, golden)).toBeLessThan(3);
    // Negative control: without the registration they differ.
    await render(
      decoder,
      job([{ ...crop, of: 'golden', outPath: goldenOut }], {
        path: goldenPath,
        registration: { ...registration, dx: 0, dy: 0 },
      }),
    );
    expect(meanDifference(board, await read(goldenOut))).toBeGreaterThan(10);
  });

  it('frames lie inside the board, hold the box where it fits, and are never huge', () => {
    const boxes = fc.record({
      x: fc.double({ min: -50, max: 2000, noNaN: true }),
      y: fc.double({ min: -50, max: 2000, noNaN: true }),
      width: fc.double({ min: 0, max: 3000, noNaN: true }),
      height: fc.double({ min: 0, max: 3000, noNaN: true }),
    });
    fc.assert(
      fc.property(boxes, fc.integer({ min: 8, max: 2000 }), fc.integer({ min: 8, max: 2000 }), (box, w, h) => {
        const { region, scale } = frameCrop(box, w, h);
        expect(region.x >= 0 && region.y >= 0 && region.x + region.width <= w && region.y + region.height <= h).toBe(
          true,
        );
        expect([region.x, region.y, region.width, region.height].every(Number.isInteger)).toBe(true);
        expect(Math.max(region.width, region.height) * scale).toBeLessThanOrEqual(1025);
      }),
    );
  });

  it('are read in bands that fit into memory, each crop in exactly one', () => {
    const regions = fc.array(
      fc.record({ y: fc.integer({ min: 0, max: 5000 }), height: fc.integer({ min: 1, max: 80 }) }),
    );
    fc.assert(
      fc.property(regions, (spans) => {
        const items = spans.map(({ y, height: rows }, id) => ({ id, region: { x: 0, y, width: 10, height: rows } }));
        const groups = groupByRows(items, 100, 20_000);
        expect(groups.flatMap((group) => group.items.map((item) => item.id)).sort((p, q) => p - q)).toEqual(
          items.map(({ id }) => id),
        );
        for (const { top, rows, items: inside } of groups) {
          expect(rows * 100).toBeLessThanOrEqual(20_000);
          for (const { region } of inside) expect(region.y >= top && region.y + region.height <= top + rows).toBe(true);
        }
      }),
    );
  });
});

describe('failures', () => {
  it('say why a picture could not be written and leave nothing half behind', async () => {
    const blocked = join(folder, 'blocked');
    await mkdir(join(blocked, 'taken.jpg'), { recursive: true });
    for (const [outPath, reason] of [
      [join(folder, 'no', 'such', 'folder.jpg'), 'ENOENT'],
      [join(boardPath, 'below-a-file.jpg'), 'ENOTDIR'],
      [join(blocked, 'taken.jpg'), 'EISDIR'],
    ] as const) {
      const work = render(decoder, job([{ kind: 'overlay', outPath, maxSide: 100, marks: [] }]));
      await expect(work).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE', details: { reason } });
    }
    expect(await readdir(blocked)).toEqual(['taken.jpg']);
  });

  it('no permission', async () => {
    const closed = join(folder, 'closed');
    await mkdir(closed);
    await chmod(closed, 0o555);
    await chmod(folder, 0o755);
    // Root may write everywhere.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) process.seteuid?.('nobody');
    const work = render(decoder, job([{ kind: 'overlay', outPath: join(closed, 'o.jpg'), maxSide: 100, marks: [] }]));
    await work.catch(() => undefined);
    if (isRoot) process.seteuid?.(0);
    await expect(work).rejects.toMatchObject({ code: 'OUTPUT_UNWRITABLE', details: { reason: 'EACCES' } });
  });

  it('tell a bad golden from a bad board', async () => {
    const path = join(folder, 'broken.png');
    await writeFile(path, (await readFile(goldenPath)).subarray(0, 300));
    const crop: RenderOutput = {
      kind: 'crop',
      of: 'golden',
      outPath: join(folder, 'x.jpg'),
      box: mark('low').box,
      marks: [],
    };
    const registration = { dx: 0, dy: 0, angle: 0, scale: 1, score: 1 };
    await expect(render(decoder, job([crop], { path, registration }))).rejects.toMatchObject({
      code: 'GOLDEN_UNREADABLE',
      details: { cause: 'IMAGE_CORRUPT' },
    });
    await expect(render(decoder, { ...job([crop]), imagePath: path })).resolves.toBeUndefined();
    const overlay: RenderOutput = { kind: 'overlay', outPath: join(folder, 'y.jpg'), maxSide: null, marks: [] };
    await expect(render(decoder, { ...job([overlay]), imagePath: path })).rejects.toMatchObject({
      code: 'IMAGE_CORRUPT',
    });
  });
});

function meanDifference(first: ColourImage, second: ColourImage): number {
  let sum = 0;
  for (const [at, value] of first.data.entries()) sum += Math.abs(value - second.data[at]!);
  return sum / first.data.length;
}
