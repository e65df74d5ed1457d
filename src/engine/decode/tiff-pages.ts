import type { ImageFile } from './image-file.ts';
import { openTiff, type TiffDirectory } from './tiff-directory.ts';

/** Pages that are looked at: more are no one board in any case, and a chain may lead in a circle. */
const mostPages = 64;

interface Page {
  readonly width: number;
  readonly height: number;
  /** NewSubfileType: the same picture again in fewer pixels. */
  readonly isReduced: boolean;
  /** NewSubfileType: which pixels of another page count, not a picture. */
  readonly isMask: boolean;
}

/**
 * Pictures in a TIFF file of several pages (TIFF 6.0, section 2; BigTIFF): the first, and each further one that is
 * neither it in fewer pixels (a pyramid, a thumbnail) nor a mask. Only the first would ever be looked at.
 * Throws EngineFault: IMAGE_UNREADABLE or IMAGE_CORRUPT.
 */
export async function countPictures(file: ImageFile): Promise<number> {
  const pages = await readPages(file);
  const [first] = pages;
  let level = first;
  let pictures = 1;
  for (const page of pages.slice(1)) {
    const isThumbnail = page.isReduced && first !== undefined && page.width < first.width && page.height < first.height;
    if (level && isHalf(page.width, level.width) && isHalf(page.height, level.height)) level = page;
    else if (!page.isMask && !isThumbnail) pictures += 1;
  }
  return pictures;
}

/** Programs round up or down, and a very thin picture stays one pixel thin. */
const isHalf = (side: number, of: number): boolean => Math.abs(side - of / 2) <= 1;

async function readPages(file: ImageFile): Promise<readonly Page[]> {
  const tiff = await openTiff(file);
  try {
    const pages: Page[] = [];
    for await (const directory of tiff.directories()) {
      pages.push(await pageOf(directory));
      if (pages.length === mostPages) break;
    }
    return pages;
  } finally {
    await tiff.close();
  }
}

async function pageOf(directory: TiffDirectory): Promise<Page> {
  const kind = await directory.first(254, 0);
  return {
    width: await directory.first(256, 0),
    height: await directory.first(257, 0),
    // SubfileType (255) is its older form: 2 is the reduced one.
    isReduced: (kind & 1) !== 0 || (await directory.first(255, 0)) === 2,
    isMask: (kind & 4) !== 0,
  };
}
