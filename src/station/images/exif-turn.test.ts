import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/station-fixture.ts';
import { mayBeTurned } from './exif-turn.ts';

const picture = () => sharp({ create: { width: 8, height: 8, channels: 3, background: '#204020' } });

async function turns(bytes: Uint8Array): Promise<boolean> {
  const path = join(temporaryFolder(), 'board');
  writeFileSync(path, bytes);
  return mayBeTurned(path);
}

it.each(['jpeg', 'png', 'tiff'] as const)('is seen in the header of a %s', async (format) => {
  expect(await turns(await picture().toFormat(format).toBuffer())).toBe(false);
  for (const orientation of [1, 2, 3, 6, 8]) {
    const bytes = await picture().withMetadata({ orientation }).toFormat(format).toBuffer();
    expect(await turns(bytes)).toBe(orientation > 1);
  }
});

it('is left to the engine where the header is not understood', async () => {
  const jpeg = await picture().withMetadata({ orientation: 1 }).jpeg().toBuffer();
  expect(await turns(jpeg.subarray(0, 40))).toBe(true);
  expect(await turns(Buffer.from('GIF89a, and more'))).toBe(true);
  expect(await turns(Buffer.from('49492b00080000001000000000000000', 'hex'))).toBe(true);
  expect(await turns(Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)]))).toBe(false);
  expect(await mayBeTurned(join(temporaryFolder(), 'missing'))).toBe(true);
});
