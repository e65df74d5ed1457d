/**
 * A file that the log is going to speak of. Its bytes are on the disk, beside their place under a name of their own, before
 * the entry is made, and get their name after it: neither a full disk nor a kill leaves an entry about a file that nobody
 * can find. What a kill leaves behind `finishOutputs` finds.
 */
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { syncFolderNames } from '../durable-folder.ts';

/** Writes from the file's beginning; gives how many bytes the file has then. */
export type FileWriter = (file: FileHandle) => Promise<number>;

export interface StagedFile {
  /** Where the bytes are. */
  readonly temporary: string;
  /** Other bytes in the room that is there. Errors: OUTPUT_UNWRITABLE. What the writer throws beside is thrown on. */
  rewrite(write: FileWriter): Promise<Result<void, AppError>>;
  /** Gives them their name; an earlier file of it is replaced. Errors: OUTPUT_UNWRITABLE; the bytes are kept then. */
  place(): Promise<Result<void, AppError>>;
  discard(): Promise<void>;
}

/** The name says whose bytes they are, and which process writes them. */
export const stagedName = /^\.fiducial-(?<id>[\w-]+)-(?<pid>\d+)\.tmp$/;

/**
 * @param id Of what the log will call it.
 * Errors: OUTPUT_UNWRITABLE; nothing is kept then. What the writer throws beside is thrown on.
 */
export async function stageFile(path: string, id: string, write: FileWriter): Promise<Result<StagedFile, AppError>> {
  const temporary = join(dirname(path), `.fiducial-${id}-${process.pid}.tmp`);
  const discard = () => rm(temporary, { force: true }).catch(() => undefined);
  const put = async (flags: 'wx' | 'r+', writer: FileWriter): Promise<void> => {
    const file = await open(temporary, flags);
    try {
      await file.truncate(await writer(file));
      await file.sync();
    } finally {
      await file.close();
    }
  };
  const attempt = async (work: () => Promise<void>): Promise<Result<void, AppError>> => {
    try {
      await work();
      return ok(undefined);
    } catch (cause) {
      if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
      return unwritable(path, 'code' in cause ? String(cause.code) : cause.message);
    }
  };
  try {
    if (await isFolder(path)) return unwritable(path, 'EISDIR');
    const staged = await attempt(() => put('wx', write));
    if (!staged.ok) {
      await discard();
      return staged;
    }
  } catch (thrown) {
    await discard();
    throw thrown;
  }
  return ok({
    temporary,
    rewrite: (writer) => attempt(() => put('r+', writer)),
    place: () =>
      attempt(async () => {
        await rename(temporary, path);
        syncFolderNames(dirname(path));
      }),
    discard,
  });
}

/** One buffer as a whole file. */
export const wholeFile =
  (bytes: Uint8Array): FileWriter =>
  async (file) => {
    await file.writeFile(bytes);
    return bytes.length;
  };

const isFolder = async (path: string): Promise<boolean> => (await stat(path).catch(() => null))?.isDirectory() === true;

const unwritable = (path: string, why: string) =>
  fail({ code: 'OUTPUT_UNWRITABLE', message: `${path} could not be written (${why}). Nothing of it was kept.` });
