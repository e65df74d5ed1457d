/** From what a person named to image files: a file, a folder with its subfolders, a glob. */
import { type Stats, statSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { AppError } from '../../core/kernel/result.ts';
import type { GoldenFile, NamedFile } from '../inspections/board-request.ts';
import { folderUnreadable } from './errors.ts';
import { type OwnOutput, withoutOwnFiles } from './own-output.ts';
import { searchFolders } from './search-folders.ts';

/** Files that a folder is searched for; a file that is named itself is inspected whatever its name. */
const imageFiles = '**/*.{jpg,jpeg,jpe,png,tif,tiff,bmp}';

export interface FoundImages {
  readonly searched: 'file' | 'folder' | 'pattern';
  /** Folders and patterns in the natural order of their paths; empty where they name nothing. A file may not exist. */
  readonly files: readonly NamedFile[];
  /** Folders of a search that could not be read, and links in them that lead nowhere. Error: IMPORT_FOLDER_UNREADABLE. */
  readonly unreadable: readonly { readonly path: string; readonly error: AppError }[];
  /** What the program wrote itself and nobody named: no board, and left out of `files`. */
  readonly own: readonly OwnOutput[];
}

/**
 * Links to files and folders are followed, never in a circle; a file that is found twice over them is one.
 * @param patterns Whether a name that is no file may be a glob, as on a command line; a dropped path never is.
 */
export async function findImages(name: string, { patterns }: { readonly patterns: boolean }): Promise<FoundImages> {
  const stats = statOf(name);
  if (stats?.isDirectory()) return { searched: 'folder', ...(await matches(imageFiles, name)) };
  // A name with brackets or stars that is there is that file, not a pattern.
  if (patterns && stats === null && !existsAsLink(name) && isDynamicPattern(name)) {
    return { searched: 'pattern', ...(await matches(name, undefined)) };
  }
  return { searched: 'file', files: [namedFile(name)], unreadable: [], own: [] };
}

/** A golden that somebody named. */
export const namedGolden = (path: string): GoldenFile => ({ ...namedFile(path), from: 'named' });

const namedFile = (path: string): NamedFile => ({ given: path, path: resolve(path) });

async function matches(pattern: string, folder: string | undefined): Promise<Omit<FoundImages, 'searched'>> {
  const search = searchFolders();
  const found = await glob(pattern, {
    ...(folder === undefined ? {} : { cwd: folder }),
    // Paths look like what was typed: an absolute pattern gives absolute paths.
    absolute: folder === undefined && isAbsolute(pattern),
    onlyFiles: true,
    fs: { readdir: search.readdir },
    // The search gives it what links lead to: its own way of following drops links to neighbours of like names.
    followSymbolicLinks: false,
    caseSensitiveMatch: folder === undefined,
    expandDirectories: false,
    dot: folder === undefined,
  });
  const { compare } = new Intl.Collator('en', { numeric: true });
  const paths = found.toSorted(compare).map((path) => (folder === undefined ? path : join(folder, path)));
  const { files, unreadable, own } = await search.outcome(paths);
  const asTyped = (path: string): string => (isAbsolute(folder ?? pattern) ? path : relative('', path) || '.');
  const apart = await withoutOwnFiles(files.map(namedFile));
  return {
    files: apart.files,
    unreadable: unreadable
      .toSorted((a, b) => compare(a.path, b.path))
      .map(({ path, reason }) => ({ path: asTyped(path), error: folderUnreadable(reason) })),
    own: [...own.map(({ path, what }) => ({ path: asTyped(path), what })), ...apart.own],
  };
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** A link that leads nowhere or in a circle is still the file that was meant. */
function existsAsLink(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
