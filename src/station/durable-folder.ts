import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

/**
 * Makes a folder with its parents, and makes their names durable: a power loss cannot take away the folder that a file
 * was safely written into. True where something had to be made. Throws the system's error.
 */
export function makeDurableFolder(path: string): boolean {
  const firstMade = mkdirSync(path, { recursive: true });
  if (firstMade === undefined) return false;
  const above = dirname(resolve(firstMade));
  for (let folder = dirname(resolve(path)); ; folder = dirname(folder)) {
    syncFolderNames(folder);
    if (folder === above || folder === dirname(folder)) return true;
  }
}

/** Makes the names in a folder durable. No effect on Windows, where folders cannot be synced and NTFS logs names. */
export function syncFolderNames(path: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
