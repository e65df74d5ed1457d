import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** Files below a folder, relative to it, with forward slashes; empty where it is missing. */
export function filesBelow(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .map((path) => path.replaceAll('\\', '/'));
  } catch {
    return [];
  }
}

/** Originals whose content is not what their name says, and files that are no originals. Empty in a sound store. */
export function unsoundOriginals(dataDir: string): readonly string[] {
  return filesBelow(join(dataDir, 'images')).filter((path) => {
    const sha256 = createHash('sha256')
      .update(readFileSync(join(dataDir, 'images', path)))
      .digest('hex');
    return !basename(path).startsWith(`${sha256}.`) || !path.startsWith(`${sha256.slice(0, 2)}/`);
  });
}
