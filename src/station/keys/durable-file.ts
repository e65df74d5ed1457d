import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolderNames } from '../durable-folder.ts';

/**
 * Writes a small file whole or not at all, for its owner only (0600), on disk when this returns. Synchronous, because it
 * is done inside transactions. Throws the system's error; an earlier file of that name is then untouched.
 */
export function writeDurably(path: string, bytes: Uint8Array | string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    writeAndSync(temporary, 'w', bytes);
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw cause;
  }
  syncFolderNames(dirname(path));
}

/** The file's text; null where there is none. Throws the system's other errors. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}

/**
 * Overwrites a file with noise and removes it. On a disk that writes in place its bytes are gone then; flash disks and
 * file systems that copy on write may keep an old block that no file names, which only encryption of the disk answers.
 */
export function destroyFile(path: string): void {
  writeAndSync(path, 'r+', randomBytes(statSync(path).size));
  rmSync(path);
  syncFolderNames(dirname(path));
}

function writeAndSync(path: string, flags: 'w' | 'r+', bytes: Uint8Array | string): void {
  const file = openSync(path, flags, 0o600);
  try {
    const all = Buffer.from(bytes);
    for (let at = 0; at < all.length; ) at += writeSync(file, all, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
