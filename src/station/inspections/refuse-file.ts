import type { AppError, Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import { hashFile } from '../images/hash-file.ts';
import { quarantine } from '../images/quarantine.ts';

/** Errors that say something about the file itself; other failures pass and the file is not to blame. */
const blamesTheFile: ReadonlySet<string> = new Set([
  'IMAGE_EMPTY',
  'IMAGE_FORMAT',
  'IMAGE_CORRUPT',
  'IMAGE_TOO_LARGE',
  'IMAGE_TOO_SMALL',
  'IMAGE_BLANK',
  'IMAGE_PAGES',
  'ENGINE_TIMEOUT',
  'ENGINE_MEMORY',
  'ENGINE_CRASHED',
]);

/**
 * Puts a refused file into quarantine, once for the same bytes and the same reason.
 * Gives the copy's path relative to the data directory; null where the file is not to blame or cannot be read.
 */
export async function refuseFile(
  context: StationContext,
  dataDir: string,
  sourcePath: string,
  error: AppError,
): Promise<Result<string | null, AppError>> {
  if (!blamesTheFile.has(error.code)) return { ok: true, value: null };
  const hashed = await hashFile(sourcePath);
  if (hashed === null) return { ok: true, value: null };
  const earlier = context.db.read(() =>
    context.db.get(
      context.db.query
        .selectFrom('quarantine')
        .select('stored_path')
        .where('sha256', '=', hashed.sha256)
        .where('code', '=', error.code)
        .limit(1),
    ),
  );
  if (!earlier.ok) return earlier;
  if (earlier.value !== undefined) return { ok: true, value: earlier.value.stored_path };
  const { code, message } = error;
  const kept = await quarantine(context, dataDir, { sourcePath, code, message });
  return kept.ok ? { ok: true, value: kept.value.storedPath } : kept;
}
