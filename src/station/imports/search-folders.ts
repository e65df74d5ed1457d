/** How a search reads folders: through links, never in a circle, and remembering what it could not read. */
import type { Dirent, readdir as readdirOfNode } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { type OwnOutput, ownFolder } from './own-output.ts';

/** A folder, or a link that leads nowhere and may have been one. */
interface UnreadableFolder {
  readonly path: string;
  /** As the system names it: EACCES, ENOENT … */
  readonly reason: string;
}

interface Searched {
  /** Each real file once, by a path without a link where there is one; in the order given. */
  readonly files: readonly string[];
  /** Where there may be images that the search did not see. */
  readonly unreadable: readonly UnreadableFolder[];
  /** Folders of the program below the one that was named: what is in them was not looked for. */
  readonly own: readonly OwnOutput[];
}

export interface FolderSearch {
  /** For tinyglobby, in the place of the system's: it meets no link, only the files and folders that links lead to. */
  readonly readdir: typeof readdirOfNode;
  /** What came of it. @param files The paths that matched. */
  outcome(files: readonly string[]): Promise<Searched>;
}

type Kind = 'file' | 'folder';
type Entry = Pick<Dirent, 'name' | 'isFile' | 'isDirectory' | 'isSymbolicLink'>;

const entryOf = (name: string, kind: Kind): Entry => ({
  name,
  isFile: () => kind === 'file',
  isDirectory: () => kind === 'folder',
  isSymbolicLink: () => false,
});

const reasonOf = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);

/** Keeps what one search has met. */
export function searchFolders(): FolderSearch {
  const failed = new Map<string, string>();
  /** Of folders behind links, by their path: the real folders in which those links lie. */
  const ways = new Map<string, readonly string[]>();
  const links = new Set<string>();
  const own = new Map<string, OwnOutput>();
  let root: string | null = null;

  async function entriesOf(given: string): Promise<readonly Entry[]> {
    const folder = resolve(given);
    root ??= folder;
    try {
      const [real, listed] = await Promise.all([realpath(folder), readdir(folder, { withFileTypes: true })]);
      const what = folder === root ? null : ownFolder(listed.map(({ name }) => name));
      if (what !== null) {
        own.set(folder, { path: folder, what });
        return [];
      }
      const way = ways.get(folder);
      const entries = listed.map((entry) => {
        const path = join(folder, entry.name);
        if (entry.isSymbolicLink()) return behindLink(path, entry.name, [...(way ?? []), real]);
        if (way !== undefined && entry.isDirectory()) ways.set(path, way);
        return entry;
      });
      return (await Promise.all(entries)).flat();
    } catch (thrown) {
      const reason = reasonOf(thrown);
      // A pattern that begins with a folder which is not there names nothing; that is said elsewhere.
      const isNothing = folder === root && (reason === 'ENOENT' || reason === 'ENOTDIR');
      if (!isNothing) failed.set(folder, reason);
      return [];
    }
  }

  async function behindLink(path: string, name: string, way: readonly string[]): Promise<readonly Entry[]> {
    links.add(path);
    try {
      const [target, stats] = await Promise.all([realpath(path), stat(path)]);
      if (!stats.isDirectory()) return stats.isFile() ? [entryOf(name, 'file')] : [];
      // What a folder on the way lies in would be searched again, and again from there.
      if (way.some((folder) => holds(target, folder))) return [];
      ways.set(path, way);
      return [entryOf(name, 'folder')];
    } catch {
      // Nobody knows which it was. The search takes what it looks for: the file fails as a board, the folder as a folder.
      return [entryOf(name, 'file'), entryOf(name, 'folder')];
    }
  }

  return {
    readdir: ((path: string, _: unknown, done: (error: null, entries: readonly Entry[]) => void) => {
      void entriesOf(path).then((entries) => done(null, entries));
    }) as unknown as typeof readdirOfNode,
    async outcome(files) {
      const found = new Set(files.map((file) => resolve(file)));
      // A link to nowhere that is named as an image fails as a board.
      const unreadable = [...failed].filter(([path]) => !found.has(path)).map(([path, reason]) => ({ path, reason }));
      const once = links.size === 0 ? files : await eachOnce(files, links, ways);
      return { files: once, unreadable, own: [...own.values()] };
    },
  };
}

async function eachOnce(
  files: readonly string[],
  links: ReadonlySet<string>,
  foldersOverLinks: ReadonlyMap<string, unknown>,
): Promise<readonly string[]> {
  const folders = new Map<string, Promise<string>>();
  const realFolder = (folder: string): Promise<string> => {
    const known = folders.get(folder) ?? realpath(folder).catch(() => folder);
    folders.set(folder, known);
    return known;
  };
  const chosen = new Map<string, string>();
  for (const file of files) {
    const path = resolve(file);
    const isLink = links.has(path);
    const real = isLink
      ? await realpath(path).catch(() => path)
      : join(await realFolder(dirname(path)), basename(path));
    const isPlain = !isLink && !foldersOverLinks.has(dirname(path));
    if (isPlain || !chosen.has(real)) chosen.set(real, file);
  }
  const kept = new Set(chosen.values());
  return files.filter((file) => kept.has(file));
}

/** Whether `folder` is `outer` or lies in it; both real paths. */
const holds = (outer: string, folder: string): boolean =>
  folder === outer || folder.startsWith(dirname(outer) === outer ? outer : `${outer}${sep}`);
