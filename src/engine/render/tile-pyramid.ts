import { constants } from 'node:fs';
import { access, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lookAtAlpha, withoutAlpha } from '../decode/alpha-channel.ts';
import { openImageFile } from '../decode/image-file.ts';
import { libvipsInput, withLibvips } from '../decode/libvips.ts';
import type { ProbedImage } from '../decode/probe.ts';
import type { PyramidIndex } from '../protocol.ts';
import { writeBmpAsTiff } from './bmp-to-tiff.ts';
import { unwritable } from './picture-file.ts';

/** Seconds for a decode: 60, as everywhere, and as much again for 256 megapixels on a machine that is busy with inspecting. */
const decodeSeconds = 120;

/**
 * Writes the tile pyramid of an image into an empty folder that exists: `<level>/<column>_<row>.jpeg`, level 0 in full
 * resolution, and last `index.json` with every tile's length, by which a reader knows that nothing is missing.
 * The picture streams through: memory is a few rows of tiles, but the whole picture where EXIF turns it.
 * Throws EngineFault: the image codes of `decodeGrey`, or OUTPUT_UNWRITABLE.
 */
export async function writeTilePyramid(image: ProbedImage, folder: string, tileSize: number): Promise<void> {
  const { facts } = image;
  const { width, height } = facts;
  const uncompressed = join(folder, 'picture.tif');
  try {
    // libvips makes folders that are not there: a folder that was taken away must be noticed here.
    await access(folder, constants.W_OK);
    if (facts.format === 'bmp') await writeBmpAsTiff(image.file, uncompressed);
    const source = facts.format === 'bmp' ? await openImageFile(uncompressed) : image.file;
    const input = libvipsInput(source, { maxPixels: width * height, timeoutSeconds: decodeSeconds });
    const pipeline = withoutAlpha(input, (await lookAtAlpha(image)).facts.alpha);
    await withLibvips(image.file, () =>
      pipeline
        .toColourspace('srgb')
        .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
        .tile({ size: tileSize, overlap: 0, depth: 'onetile', layout: 'dz' })
        .toFile(join(folder, 'deep.dz'))
        .catch((error: unknown) => {
          throw saysWriting(error) ? unwritable(folder, error) : error;
        }),
    );
    await rm(uncompressed, { force: true });
    const levels = await sortLevels(folder);
    const index: PyramidIndex = { width, height, tileSize, levels };
    await writeFile(join(folder, 'index.json'), JSON.stringify(index), { flag: 'wx' });
  } catch (error) {
    throw systemCode(error) === null ? error : unwritable(folder, error);
  }
}

/** libvips counts levels from the smallest; here level 0 is the largest. */
async function sortLevels(folder: string): Promise<PyramidIndex['levels']> {
  const made = join(folder, 'deep_files');
  const names = (await readdir(made)).filter((name) => /^\d+$/.test(name));
  const levels: PyramidIndex['levels'] = [];
  for (let level = 0; level < names.length; level += 1) {
    const from = join(made, String(names.length - 1 - level));
    const tiles = await Promise.all(
      (await readdir(from)).map(async (name) => [name, (await stat(join(from, name))).size] as const),
    );
    await rename(from, join(folder, String(level)));
    levels.push(Object.fromEntries(tiles));
  }
  await rm(made, { recursive: true });
  await rm(join(folder, 'deep.dzi'), { force: true });
  return levels;
}

/** What libvips says of a disk that is full or fails while it writes; all else it says is about the source. */
const saysWriting = (error: unknown): boolean =>
  error instanceof Error && /no space|write error|unable to (write|create)/i.test(error.message);

function systemCode(error: unknown): string | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^E[A-Z]+$/.test(code) ? code : null;
}
