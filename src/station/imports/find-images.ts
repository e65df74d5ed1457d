/** From what a person named to image files: a file, a folder with its subfolders, a glob. */
import { type Stats, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import type { NamedFile } from '../inspections/board-request.ts';

/** Files that a folder is searched for; a file that is named itself is inspected whatever its name. */
const imageFiles = '**/*.{jpg,jpeg,jpe,png,tif,tiff,bmp}';

export interface FoundImages {
  readonly searched: 'file' | 'folder' | 'pattern';
  /** Folders and patterns in the natural order of their paths; empty where they name nothing. A file may not exist. */
  readonly files: readonly NamedFile[];
}

/** @param patterns Whether a name that is no file may be a glob, as on a command line; a dropped path never is. */
export async function findImages(name: string, { patterns }: { readonly patterns: boolean }): Promise<FoundImages> {
  const stats = statOf(name);
  if (stats?.isDirectory()) return { searched: 'folder', files: await matches(imageFiles, name) };
  // A name with brackets or stars that is there is that file, not a pattern.
  if (patterns && stats === null && !existsAsLink(name) && isDynamicPattern(name)) {
    return { searched: 'pattern', files: await matches(name, undefined) };
  }
  return { searched: 'file', files: [namedFile(name)] };
}

export const namedFile = (path: string): NamedFile => ({ given: path, path: resolve(path) });

async function matches(pattern: string, folder: string | undefined): Promise<readonly NamedFile[]> {
  const found = await glob(pattern, {
    ...(folder === undefined ? {} : { cwd: folder }),
    // Paths look like what was typed: an absolute pattern gives absolute paths.
    absolute: folder === undefined && isAbsolute(pattern),
    onlyFiles: true,
    followSymbolicLinks: false,
    caseSensitiveMatch: folder === undefined,
    expandDirectories: false,
    dot: folder === undefined,
  }).catch(() => []);
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  return found.toSorted(compare).map((path) => namedFile(folder === undefined ? path : join(folder, path)));
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
