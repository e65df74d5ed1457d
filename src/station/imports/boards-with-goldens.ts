import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isDrawnPicture } from '../images/drawn-picture.ts';
import type { BoardRequest, GoldenFile, NamedFile } from '../inspections/board-request.ts';
import { type GoldenOf, isNamedGolden, pairGoldens } from './golden-pairing.ts';

/**
 * Each image with the golden that lies beside it by its name, whether that was named too or not; null where there is
 * none. The goldens among the images are no boards and are left out; the order stays.
 */
export async function boardsWithGoldens(
  images: readonly NamedFile[],
): Promise<readonly Pick<BoardRequest, 'image' | 'golden'>[]> {
  const pairing = new Map<string, Promise<GoldenOf>>();
  const goldenOf = async (image: NamedFile): Promise<GoldenFile | null> => {
    const folder = dirname(image.path);
    const known = pairing.get(folder) ?? goldensIn(folder);
    pairing.set(folder, known);
    const name = (await known)(basename(image.path));
    // Said as the board was said: relative to the same place.
    return name === null ? null : { given: join(dirname(image.given), name), path: join(folder, name), from: 'beside' };
  };
  const boards = [];
  for (const image of images) boards.push({ image, golden: await goldenOf(image) });
  const goldens = new Set(boards.map(({ golden }) => golden?.path));
  return boards.filter(({ image }) => !goldens.has(image.path));
}

/** An overlay has the name of its picture: that of a golden shows no golden. */
async function goldensIn(folder: string): Promise<GoldenOf> {
  const names = await readdir(folder).catch(() => []);
  const drawn = new Set<string>();
  for (const name of names) if (isNamedGolden(name) && (await isDrawnPicture(join(folder, name)))) drawn.add(name);
  return pairGoldens(names.filter((name) => !drawn.has(name)));
}
