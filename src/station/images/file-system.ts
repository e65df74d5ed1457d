import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { makeDurableFolder } from '../durable-folder.ts';

/** File operations of the image store. A port of its own, so that a test can make any one of them fail. */
export interface FileSystem {
  /** Opens for reading without waiting for a writer (a FIFO); null where the path is no regular file. */
  openToRead(path: string): Promise<ReadableFile | null>;
  /** Makes a new file; fails where the name exists. */
  create(path: string): Promise<WritableFile>;
  /** Size in bytes, or null where there is no such file. */
  size(path: string): Promise<number | null>;
  /** Replaces `to` at once, or not at all. */
  rename(from: string, to: string): Promise<void>;
  /** Removes a file; no error where it is gone. */
  remove(path: string): Promise<void>;
  /** Makes a folder with its parents, durably. */
  makeFolder(path: string): Promise<void>;
  /** Makes the names in a folder durable. */
  syncFolder(path: string): Promise<void>;
  /** Names and times of last change (ms since 1970) of the files in a folder; empty where there is no such folder. */
  list(path: string): Promise<readonly { readonly name: string; readonly changedMs: number }[]>;
}

export interface ReadableFile {
  /** Bytes read into the start of `into`; 0 at the end. */
  read(into: Uint8Array): Promise<number>;
  close(): Promise<void>;
}

export interface WritableFile {
  write(bytes: Uint8Array): Promise<void>;
  sync(): Promise<void>;
  close(): Promise<void>;
}

export const nodeFileSystem: FileSystem = {
  async openToRead(path) {
    // O_NONBLOCK is not defined on Windows.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    if ((await handle.stat()).isFile()) return readable(handle);
    await handle.close();
    return null;
  },
  async create(path) {
    const handle = await open(path, 'wx');
    return {
      async write(bytes) {
        for (let at = 0; at < bytes.length; ) at += (await handle.write(bytes, at)).bytesWritten;
      },
      sync: () => handle.sync(),
      close: () => handle.close(),
    };
  },
  async size(path) {
    const found = await stat(path).catch(ignoring('ENOENT', null));
    return found === null ? null : found.size;
  },
  rename: (from, to) => rename(from, to),
  remove: (path) => rm(path, { force: true }),
  async makeFolder(path) {
    makeDurableFolder(path);
  },
  async syncFolder(path) {
    // As `syncFolderNames`, but without holding up the thread: it is done for every image.
    if (process.platform === 'win32') return;
    const handle = await open(path, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  },
  async list(path) {
    const names = await readdir(path).catch(ignoring('ENOENT', [] as string[]));
    const files = [];
    for (const name of names) {
      const found = await stat(`${path}/${name}`).catch(ignoring('ENOENT', null));
      if (found?.isFile()) files.push({ name, changedMs: found.mtimeMs });
    }
    return files;
  },
};

const readable = (handle: FileHandle): ReadableFile => ({
  read: async (into) => (await handle.read(into, 0, into.length)).bytesRead,
  close: () => handle.close(),
});

const ignoring =
  <T>(code: string, instead: T) =>
  (thrown: unknown): T => {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === code) return instead;
    throw thrown;
  };
