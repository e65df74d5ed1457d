/** The pictures of a dataset: what every reader takes for the same. */
import { constants } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { faultOfFile, type OriginalFault } from '../images/check-original.ts';
import { imageStoreError } from '../images/errors.ts';
import { mayBeTurned } from '../images/exif-turn.ts';
import { hashFile } from '../images/hash-file.ts';
import type { ImageStore } from '../images/image-store.ts';
import type { Renderer } from '../inspections/overlay.ts';
import type { DatasetItem } from './dataset.ts';

export interface ImageSources {
  readonly images: Pick<ImageStore, 'absolute'>;
  readonly renderer: Renderer;
  readonly maxPixels: number;
}

/** An image that should be in the dataset and could not. */
export interface RefusedImage {
  readonly sourcePath: string;
  readonly inspectionId: string;
  readonly error: AppError;
}

export interface PutImages {
  /** As their files are now. */
  readonly items: readonly DatasetItem[];
  readonly refused: readonly RefusedImage[];
}

/** Failures that say nothing about the image: the next one would fail as well. */
const ofNoImage: ReadonlySet<string> = new Set(['OUTPUT_UNWRITABLE', 'ENGINE_STOPPED']);

/**
 * Puts the items' images into a folder that it makes. Those that nothing turns need no engine: where it cannot start, only
 * the others are refused. Errors: OUTPUT_UNWRITABLE, ENGINE_STOPPED.
 * Throws what the system says of the folder, and the signal's reason.
 */
export async function putImages(
  sources: ImageSources,
  items: readonly DatasetItem[],
  folder: string,
  signal: AbortSignal | undefined,
): Promise<Result<PutImages, AppError>> {
  await mkdir(folder, { recursive: true });
  const renderer = startedOnce(sources.renderer);
  const put: DatasetItem[] = [];
  const refused: RefusedImage[] = [];
  for (const item of items) {
    signal?.throwIfAborted();
    const done = await putImage({ ...sources, renderer }, item, folder);
    if (done.ok) put.push(done.value);
    else if (ofNoImage.has(done.error.code)) return done;
    else refused.push({ sourcePath: item.sourcePath, inspectionId: item.inspectionId, error: done.error });
  }
  return ok({ items: put, refused });
}

/** An engine that could not start is not waited for at each picture. */
function startedOnce(renderer: Renderer): Renderer {
  let notStarted: AppError | null = null;
  return {
    async render(job) {
      if (notStarted !== null) return fail(notStarted);
      const rendered = await renderer.render(job);
      if (!rendered.ok && rendered.error.code === 'ENGINE_START_FAILED') notStarted = rendered.error;
      return rendered;
    },
  };
}

async function putImage(
  { images, renderer, maxPixels }: ImageSources,
  item: DatasetItem,
  folder: string,
): Promise<Result<DatasetItem, AppError>> {
  const { storedPath, sha256 } = item;
  const copy = join(folder, item.fileName);
  const fault = await copySound(images.absolute(storedPath), copy, sha256);
  if (fault !== null) return fail(imageStoreError('ORIGINAL_DAMAGED', { path: storedPath, fault }));

  if (!(await mayBeTurned(copy))) return ok(item);
  // Boxes and sizes are those of the picture as people see it: a reader that takes no notice of EXIF would have them on
  // another one.
  const upright = `${copy}.upright`;
  const job = { imagePath: copy, golden: null, outputs: [{ kind: 'upright', outPath: upright }], maxPixels } as const;
  const rendered = await renderer.render(job);
  if (!rendered.ok) {
    await rm(copy);
    return rendered;
  }
  const turned = await hashFile(upright);
  if (turned === null) return ok(item);
  await rm(copy);
  const fileName = `${basename(item.fileName, extname(item.fileName))}.png`;
  await rename(upright, join(folder, fileName));
  return ok({ ...item, fileName, sha256: turned.sha256 });
}

/** What is hashed is the copy: what the dataset holds. Nothing is left of one that is not what was inspected. */
async function copySound(source: string, copy: string, sha256: string): Promise<OriginalFault | null> {
  try {
    await copyFile(source, copy, constants.COPYFILE_FICLONE);
  } catch (cause) {
    const fault = await faultOfFile(source, sha256);
    if (fault === null) throw cause;
    return fault;
  }
  const fault = await faultOfFile(copy, sha256);
  if (fault !== null) await rm(copy);
  return fault;
}
