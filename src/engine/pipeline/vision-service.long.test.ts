import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Region } from '../../core/detection/region.ts';
import { createImageDecoder } from '../decode/image-decoder.ts';
import { createRegistrar } from '../register/registrar.ts';
import { type SamplePair, samplePairs } from '../register/testing/sample-pairs.ts';
import type { PreparedBoard } from './vision.ts';
import { createVision } from './vision-service.ts';

let folder: string;
let pair: SamplePair;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vision-'));
  pair = (await samplePairs())[0]!;
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

const vision = createVision(createImageDecoder(), createRegistrar(), async () => undefined);

async function prepared(
  imagePath: string,
  regions: readonly Region[] = [],
  goldenPath = pair.goldenPath,
): Promise<PreparedBoard> {
  const golden = { path: goldenPath, key: goldenPath };
  await vision.open({ board: 'b', imagePath, golden, maxPixels: 1e9, minRegistrationScore: 0.55, regions });
  try {
    return await vision.prepare({ board: 'b' });
  } finally {
    await vision.close({ board: 'b' });
  }
}

it('a whole board is compared with its golden, and nothing of it is unexplained', async () => {
  expect(await prepared(pair.boardPath)).toMatchObject({ usedGolden: true, registrationPoor: false, unexplained: [] });
});

it('a board of which the picture shows a half is not trusted, unless the recipe looks at no more', async () => {
  const path = join(folder, 'half.png');
  const width = Math.floor(pair.board.width / 2);
  await sharp(pair.boardPath).extract({ left: 0, top: 0, width, height: pair.board.height }).png().toFile(path);
  expect(await prepared(path)).toMatchObject({ usedGolden: false, registrationPoor: true });
  const seen = { x: 0, y: 0, width: width - 20, height: pair.golden.height };
  expect(await prepared(path, [{ kind: 'include', box: seen }])).toMatchObject({ registrationPoor: false });
});

it('a board at half of its golden’s resolution is judged at the golden’s', async () => {
  const imagePath = join(folder, 'half-resolution.png');
  await sharp(pair.boardPath)
    .resize({ width: Math.round(pair.board.width / 2) })
    .png()
    .toFile(imagePath);
  const golden = { path: pair.goldenPath, key: pair.goldenPath };
  await vision.open({ board: 'b', imagePath, golden, maxPixels: 1e9, minRegistrationScore: 0.55, regions: [] });
  const { registration, packed } = await vision.prepare({ board: 'b' });
  expect(registration!.scale).toBeCloseTo(2, 1);
  expect(Math.abs(packed.width - pair.board.width)).toBeLessThan(4);
  const planes = new Uint8Array(new SharedArrayBuffer(2 * 256 * 256));
  const tile = { x: packed.width - 256, y: packed.height - 256, width: 256, height: 256 };
  await vision.pack({ board: 'b', tiles: [tile], channels: 'pair', planes });
  await vision.close({ board: 'b' });
  const apart = planes.subarray(0, 256 * 256).map((level, at) => Math.abs(level - planes[256 * 256 + at]!));
  expect(apart.reduce((sum, levels) => sum + levels, 0) / apart.length).toBeLessThan(12);
});

it('a large board is looked at from its top and then as a whole, and closed as often as anybody likes', async () => {
  const image = sharp(pair.boardPath).resize({ height: pair.board.height * 2 });
  const goldenPath = join(folder, 'large-golden.png');
  const imagePath = join(folder, 'large-board.png');
  await image.png().toFile(imagePath);
  await sharp(pair.goldenPath)
    .resize({ height: pair.golden.height * 2 })
    .png()
    .toFile(goldenPath);
  const golden = { path: goldenPath, key: goldenPath };
  await vision.open({ board: 'large', imagePath, golden, maxPixels: 1e9, minRegistrationScore: 0.55, regions: [] });
  const tile = { x: 0, y: 0, width: 64, height: 64 };
  const packed = async () => {
    const planes = new Uint8Array(new SharedArrayBuffer(2 * 64 * 64));
    await vision.pack({ board: 'large', tiles: [tile], channels: 'pair', planes });
    return planes;
  };
  expect(await vision.prepareTop({ board: 'large', rows: 640 })).toMatchObject({ usedGolden: true });
  const top = await packed();
  expect(await vision.prepare({ board: 'large' })).toMatchObject({ usedGolden: true, unexplained: [] });
  expect((await packed()).subarray(0, 64 * 64)).toEqual(top.subarray(0, 64 * 64));
  await vision.close({ board: 'large' });
  await vision.close({ board: 'large' });
});

it('a board with something over it is trusted, and that part is named', async () => {
  const path = join(folder, 'covered.png');
  const create = { width: 200, height: 200, channels: 3, background: '#000' } as const;
  await sharp(pair.boardPath)
    .composite([{ input: { create }, left: 100, top: 100 }])
    .png()
    .toFile(path);
  const { registrationPoor, unexplained } = await prepared(path);
  expect(registrationPoor).toBe(false);
  expect(unexplained).toHaveLength(1);
});

describe('an empty place of a large board', () => {
  const place = (spots: readonly { readonly left: number; readonly top: number }[]) => {
    const spot = { create: { width: 14, height: 14, channels: 3, background: '#000' } } as const;
    return sharp({ create: { width: 320, height: 320, channels: 3, background: '#fff' } })
      .composite(spots.map((at) => ({ input: spot, ...at })))
      .png();
  };

  it('is inspected beside its golden, and a person decides: there is nothing to compare', async () => {
    const [empty, spotted] = [join(folder, 'empty.png'), join(folder, 'spotted.png')];
    await place([]).toFile(empty);
    await place([{ left: 100, top: 150 }]).toFile(spotted);
    for (const image of [empty, spotted])
      expect(await prepared(image, [], empty)).toMatchObject({ usedGolden: false, registrationPoor: true });
  });

  it('is refused where its golden shows that something should be there', async () => {
    const dark = join(folder, 'dark.png');
    await place([]).negate().toFile(dark);
    await expect(prepared(dark)).rejects.toMatchObject({ code: 'IMAGE_BLANK' });
  });
});
