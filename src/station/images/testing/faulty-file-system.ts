import { type FileSystem, nodeFileSystem, type WritableFile } from '../file-system.ts';

export interface FaultyFileSystem {
  readonly files: FileSystem;
  /** Operations in the data directory so far, in order. */
  readonly operations: readonly string[];
}

/**
 * The real file system, in which one operation fails: the `failAt`-th (from 0) of those that change the data directory.
 * A failing write leaves half of its bytes behind, as a full disk does. Later operations succeed, unless `forGood`.
 */
export function faultyFileSystem(failAt: number, code: string, forGood = false): FaultyFileSystem {
  const operations: string[] = [];
  const fails = (name: string): boolean => {
    operations.push(name);
    return forGood ? operations.length > failAt : operations.length === failAt + 1;
  };
  const fault = (): Error => Object.assign(new Error(`${code}: made by the test`), { code });
  const step = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    if (fails(name)) throw fault();
    return work();
  };
  const faultyFile = (file: WritableFile): WritableFile => ({
    async write(bytes) {
      if (!fails('write')) return file.write(bytes);
      await file.write(bytes.subarray(0, bytes.length / 2));
      throw fault();
    },
    sync: () => step('sync', () => file.sync()),
    close: () => file.close(),
  });
  const files: FileSystem = {
    ...nodeFileSystem,
    create: (path) => step('create', async () => faultyFile(await nodeFileSystem.create(path))),
    rename: (from, to) => step('rename', () => nodeFileSystem.rename(from, to)),
    remove: (path) => step('remove', () => nodeFileSystem.remove(path)),
    makeFolder: (path) => step('makeFolder', () => nodeFileSystem.makeFolder(path)),
    syncFolder: (path) => step('syncFolder', () => nodeFileSystem.syncFolder(path)),
  };
  return { files, operations };
}
