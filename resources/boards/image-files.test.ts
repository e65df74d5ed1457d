import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planBoard } from './generate-board.ts';
import { writeScene } from './image-files.ts';
import { renderImage } from './render.ts';
import { writeTiff } from './tiff-rows.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'boards-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('writeScene', () => {
  it('keeps every pixel in PNG and TIFF', async () => {
    for (const look of ['colour', 'binary'] as const) {
      const { board } = planBoard({ seed: 4, width: 130, height: 90, look });
      const drawn = renderImage(board);
      for (const format of ['png', 'tiff'] as const) {
        const path = join(folder, `${look}.${format}`);
        await writeScene(board, path, format);
        const { data, info } = await sharp(path)
          .toColourspace(look === 'binary' ? 'b-w' : 'srgb')
          .raw()
          .toBuffer({ resolveWithObject: true });
        expect([info.width, info.height, info.channels]).toEqual([130, 90, drawn.channels]);
        expect(Buffer.compare(data, drawn.data)).toBe(0);
      }
    }
  });
});

describe('writeTiff', () => {
  it('joins several bands, the last one shorter', async () => {
    const rows = [...Array(7).keys()].map((row) => Uint8Array.from({ length: 5 }, (_, x) => row * 20 + x));
    const path = join(folder, 'bands.tiff');
    const bands = [0, 3, 6].map((top) => {
      const part = rows.slice(top, top + 3);
      return { top, rows: part.length, data: Uint8Array.from(part.flatMap((row) => [...row])) };
    });
    await writeTiff(path, 5, 7, 1, bands);
    const { data } = await sharp(path).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true });
    expect([...data]).toEqual(rows.flatMap((row) => [...row]));
  });
});
