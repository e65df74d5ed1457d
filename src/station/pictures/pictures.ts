/** Thumbnails and tiles of stored images, made by the engine when they are first asked for. */
import { join } from 'node:path';
import { tileGrid, tileSize } from '../../core/detection/pyramid.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import type { PyramidIndex, RenderJob } from '../../engine/protocol.ts';
import type { Database } from '../db/database.ts';
import { checkOriginal, type StoredName } from '../images/check-original.ts';
import type { ImageStore } from '../images/image-store.ts';
import { pictureError } from './errors.ts';
import type { PictureCache } from './picture-cache.ts';
import { singleFlight } from './single-flight.ts';

type PictureRequest =
  /** JPEG, longest side 160 px. */
  | { readonly kind: 'thumbnail' }
  /** A tile of the pyramid of core/detection/pyramid.ts. */
  | { readonly kind: 'tile'; readonly level: number; readonly column: number; readonly row: number };

export interface Pictures {
  /**
   * Absolute path of a JPEG; made first where the cache does not have it whole. Requests for the same image wait for
   * one making. Errors: PICTURE_*, ORIGINAL_DAMAGED, DB_*, and the engine's.
   */
  pictureFile(sha256: string, request: PictureRequest): Promise<Result<string, AppError>>;
  /** Size of a stored image in px, upright. Errors: as `pictureFile`. */
  sizeOf(sha256: string): Promise<Result<{ readonly width: number; readonly height: number }, AppError>>;
}

export interface PictureServices {
  readonly db: Database;
  readonly images: ImageStore;
  readonly cache: PictureCache;
  readonly engine: { render(job: RenderJob): Promise<Result<unknown, AppError>> };
  readonly maxPixels: number;
}

const thumbnailSide = 160;

export function createPictures({ db, images, cache, engine, maxPixels }: PictureServices): Pictures {
  const flight = singleFlight<Result<void, AppError>>();

  /** Errors: PICTURE_UNKNOWN, DB_*. */
  function originalOf(sha256: string): Result<StoredName, AppError> {
    const row = db.read(() => db.get(db.query.selectFrom('images').select('stored_path').where('sha256', '=', sha256)));
    if (!row.ok) return row;
    if (row.value === undefined) return fail(pictureError('PICTURE_UNKNOWN', { sha256 }));
    return ok({ sha256, storedPath: row.value.stored_path });
  }

  function make(sha256: string, part: 'thumbnail' | 'tiles'): Promise<Result<void, AppError>> {
    return flight(`${part} ${sha256}`, async () => {
      const original = originalOf(sha256);
      if (!original.ok) return original;
      const imagePath = images.absolute(original.value.storedPath);
      return cache.put(sha256, part, async (folder) => {
        // Whoever decides about a board must not be shown another picture under its hash.
        const sound = await checkOriginal(images, original.value);
        if (!sound.ok) return sound;
        const job = { imagePath, golden: null, outputs: [outputOf(part, folder)], maxPixels };
        const rendered = await engine.render(job);
        if (rendered.ok || rendered.error.code !== 'OUTPUT_UNWRITABLE') return rendered;
        return fail(pictureError('PICTURE_CACHE', rendered.error.details));
      });
    });
  }

  async function thumbnail(sha256: string): Promise<Result<string, AppError>> {
    const kept = await cache.thumbnail(sha256);
    if (kept !== null) return ok(kept);
    const made = await make(sha256, 'thumbnail');
    if (!made.ok) return made;
    const path = await cache.thumbnail(sha256);
    return path === null ? fail(pictureError('PICTURE_CACHE', { sha256 })) : ok(path);
  }

  async function pyramid(sha256: string): Promise<Result<PyramidIndex, AppError>> {
    const kept = await cache.pyramid(sha256);
    if (kept !== null) return ok(kept);
    const made = await make(sha256, 'tiles');
    if (!made.ok) return made;
    const index = await cache.pyramid(sha256);
    return index === null ? fail(pictureError('PICTURE_CACHE', { sha256 })) : ok(index);
  }

  async function tile(
    sha256: string,
    place: Extract<PictureRequest, { kind: 'tile' }>,
  ): Promise<Result<string, AppError>> {
    const { level, column, row } = place;
    const index = await pyramid(sha256);
    if (!index.ok) return index;
    const { columns, rows } = tileGrid(index.value.width, index.value.height, level);
    if (column >= columns || row >= rows) return fail(pictureError('PICTURE_OUTSIDE', { level, column, row }));
    const kept = await cache.tile(sha256, level, column, row);
    if (kept !== null) return ok(kept);
    const made = await make(sha256, 'tiles');
    if (!made.ok) return made;
    const path = await cache.tile(sha256, level, column, row);
    return path === null ? fail(pictureError('PICTURE_CACHE', { sha256 })) : ok(path);
  }

  return {
    pictureFile: (sha256, request) => (request.kind === 'thumbnail' ? thumbnail(sha256) : tile(sha256, request)),
    async sizeOf(sha256) {
      const index = await pyramid(sha256);
      return index.ok ? ok({ width: index.value.width, height: index.value.height }) : index;
    },
  };
}

function outputOf(part: 'thumbnail' | 'tiles', folder: string): RenderJob['outputs'][number] {
  return part === 'tiles'
    ? { kind: 'tiles', outFolder: folder, tileSize }
    : { kind: 'overlay', outPath: join(folder, 'thumbnail.jpg'), maxSide: thumbnailSide, marks: [] };
}
