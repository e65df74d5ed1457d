/** Where a run puts what it writes beside the record of its boards: overlays and reports. */
import { open, readdir, rm } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';

/** An empty file that this run made, for its content to take the place of. */
interface ClaimedFile {
  readonly path: string;
  /** Where nothing came of it. */
  discard(): Promise<void>;
}

export interface OutputNames<Board> {
  /**
   * The file of a board, made empty: from here on the name is this run's. Only a name that nobody has is claimed, so
   * neither a picture that lies in the folder nor a file of an earlier run is written over.
   * Errors: OUTPUT_UNWRITABLE.
   */
  claim(board: Board): Promise<Result<ClaimedFile, AppError>>;
}

/**
 * Names in a folder that is there, after the boards' own pictures and in the order of the boards, whichever is done
 * first: `board.jpg` and `board.png` do not collide, nor does either with what lies in the folder already.
 * Errors: OUTPUT_UNWRITABLE.
 */
export async function outputNames<Board>(
  folder: string,
  ending: string,
  boards: Iterable<readonly [Board, string]>,
): Promise<Result<OutputNames<Board>, AppError>> {
  const there = await systemResult(folder, () => readdir(folder));
  if (!there.ok) return there;
  const free = freeNames(there.value, ending);
  const stems = new Map<Board, string>();
  const names = new Map<Board, string>();
  for (const [board, imagePath] of boards) {
    const stem = basename(imagePath, extname(imagePath)) || 'board';
    stems.set(board, stem);
    names.set(board, free(stem));
  }

  return ok({
    async claim(board) {
      const stem = stems.get(board);
      if (stem === undefined) throw new Error('A board that is none of the run');
      for (let name = names.get(board) ?? free(stem); ; name = free(stem)) {
        const path = join(folder, name);
        const made = await systemResult(path, () => makeEmpty(path));
        if (!made.ok) return made;
        // Somebody else made it since the run began: the next name.
        if (made.value) return ok({ path, discard: () => rm(path, { force: true }).catch(() => undefined) });
      }
    },
  });
}

/** Gives each name once: the stem alone, then with 2, 3, … behind it. */
function freeNames(there: Iterable<string>, ending: string): (stem: string) => string {
  const taken = new Set(Array.from(there, keyOf));
  // Where a stem was counted to: a run may have a thousand folders with a `board.jpg` in each.
  const counted = new Map<string, number>();
  return (stem) => {
    for (let count = (counted.get(keyOf(stem)) ?? 0) + 1; ; count += 1) {
      const name = `${stem}${count === 1 ? '' : `-${count}`}${ending}`;
      if (taken.has(keyOf(name))) continue;
      taken.add(keyOf(name));
      counted.set(keyOf(stem), count);
      return name;
    }
  };
}

/** Names are compared as by file systems that know no difference between a and A. */
const keyOf = (name: string): string => name.normalize('NFC').toLowerCase();

/** False where something has the name: a link that leads nowhere too. */
async function makeEmpty(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx')).close();
    return true;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false;
    throw cause;
  }
}

async function systemResult<T>(path: string, work: () => Promise<T>): Promise<Result<T, AppError>> {
  try {
    return ok(await work());
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    const why = 'code' in cause ? String(cause.code) : cause.message;
    return fail({
      code: 'OUTPUT_UNWRITABLE',
      message: `${path} cannot be written (${why}). Nothing was written there.`,
    });
  }
}
