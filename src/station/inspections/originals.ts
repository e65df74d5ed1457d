/** Where the boards' bytes come from in a run: the image store, or the files themselves when nothing is to be stored. */
import { stat } from 'node:fs/promises';
import { inspectionError } from '../../core/inspection/errors.ts';
import type { RecordedImage } from '../../core/inspection/record.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import { faultOfFile, type OriginalFault } from '../images/check-original.ts';
import { isDrawnPicture } from '../images/drawn-picture.ts';
import { imageStoreError } from '../images/errors.ts';
import { hashFile } from '../images/hash-file.ts';
import type { ImageStore } from '../images/image-store.ts';
import { quarantine } from '../images/quarantine.ts';
import type { NamedFile } from './board-request.ts';

/** An image ready for the engine. `width` and `height` are not known yet. */
export interface Original {
  readonly image: Omit<RecordedImage, 'width' | 'height'>;
  /** Absolute path to read it from. */
  readonly path: string;
  /** What is to be said about its storing. */
  readonly warnings: readonly AppError[];
}

/** Errors: PICTURE_IS_DRAWN, IMAGE_UNREADABLE, IMAGE_EMPTY, IMAGE_FORMAT, ORIGINAL_DAMAGED, and STORE_* from a store. */
export type TakeOriginal = (file: NamedFile) => Promise<Result<Original, AppError>>;

/** Of a stored original makes nothing where it is not what was stored, not even a copy; and nothing of an overlay. */
const ifSound =
  (take: TakeOriginal): TakeOriginal =>
  async (file) => {
    if (file.sha256 === undefined)
      return (await isDrawnPicture(file.path)) ? fail(inspectionError('PICTURE_IS_DRAWN')) : take(file);
    const damaged = (fault: OriginalFault) => fail(imageStoreError('ORIGINAL_DAMAGED', { path: file.given, fault }));
    const fault = await faultOfFile(file.path, file.sha256);
    if (fault !== null) return damaged(fault);
    const taken = await take(file);
    return taken.ok && taken.value.image.sha256 !== file.sha256 ? damaged('other_bytes') : taken;
  };

/** What is found in an original's place is kept in quarantine, and the log tells it, before the original is put there. */
export const takeFromStore = (images: ImageStore, station: TakingStation): TakeOriginal =>
  ifSound(async (file) => {
    let altered: string | null = null;
    const stored = await images.storeOriginal(file.path, async (path) => {
      altered = await keepAltered(station, path);
    });
    if (!stored.ok) return stored;
    const { sha256, bytes, format, storedPath, mended } = stored.value;
    const image = { sha256, bytes, format, storedPath, sourcePath: file.given };
    const warnings = mended ? [mendedOriginal(file, storedPath, altered)] : [];
    return ok({ image, path: images.absolute(storedPath), warnings });
  });

interface TakingStation {
  readonly context: StationContext;
  readonly dataDir: string;
}

/** Where the copy lies, relative to the data directory; null where there is none. */
async function keepAltered({ context, dataDir }: TakingStation, sourcePath: string): Promise<string | null> {
  const { code, message } = imageStoreError('ORIGINAL_DAMAGED');
  const kept = await quarantine(context, dataDir, { sourcePath, code, message });
  return kept.ok ? kept.value.storedPath : null;
}

function mendedOriginal({ given }: NamedFile, storedPath: string, altered: string | null): AppError {
  const warning = imageStoreError('ORIGINAL_MENDED', { path: storedPath });
  const kept = altered === null ? 'What was there could not be kept.' : `What was there is kept as ${altered}.`;
  return { ...warning, message: `${given}: ${warning.message} ${kept}` };
}

/** Reads and hashes the file where it is; writes nothing. */
export const takeInPlace: TakeOriginal = ifSound(async (file) => {
  const hashed = await hashFile(file.path);
  if (hashed === null) return fail(imageStoreError('IMAGE_UNREADABLE'));
  return ok({
    image: { ...hashed, format: '', storedPath: '', sourcePath: file.given },
    path: file.path,
    warnings: [],
  });
});

/**
 * Takes each golden once a run: the same path with the same time and size is not copied and hashed again, and what is to
 * be said about it is said once.
 */
export function rememberGoldens(take: TakeOriginal): TakeOriginal {
  const taken = new Map<string, Promise<Result<Original, AppError>>>();
  return async (file) => {
    const stamp = await stat(file.path).then(
      ({ mtimeMs, size }) => `${mtimeMs}/${size}`,
      () => 'missing',
    );
    const key = `${file.path}\n${stamp}\n${file.sha256}`;
    const known = taken.get(key);
    if (known) {
      const again = await known;
      return again.ok ? ok({ ...again.value, warnings: [] }) : again;
    }
    const taking = take(file);
    taken.set(key, taking);
    // A failure may pass (a full disk): the next board tries again.
    const result = await taking;
    if (!result.ok) taken.delete(key);
    return result;
  };
}
