import { randomUUID } from 'node:crypto';
import { type AppError, ok, type Result } from '../../../core/kernel/result.ts';
import { stageFile } from '../../reports/staged-file.ts';
import { archiveInto, type Content, type WrittenArchive } from '../write-archive.ts';

/**
 * Writes an archive whole or not at all: a temporary name beside it, sync, rename. Gives the SHA-256 of the file.
 * Errors: OUTPUT_UNWRITABLE; an earlier file of that name is then untouched. What a content throws, is thrown on.
 */
export async function writeArchive(
  path: string,
  contents: ReadonlyMap<string, Content>,
): Promise<Result<WrittenArchive, AppError>> {
  let archive: WrittenArchive = { bytes: 0, sha256: '' };
  const staged = await stageFile(path, randomUUID(), async (file) => {
    archive = await archiveInto(file, contents);
    return archive.bytes;
  });
  if (!staged.ok) return staged;
  const placed = await staged.value.place();
  if (placed.ok) return ok(archive);
  await staged.value.discard();
  return placed;
}
