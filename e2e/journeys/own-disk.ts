/** The program on a data folder that is a disk of its own, in a mount namespace of its own. Linux with user namespaces. */
import { spawnSync } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import { electronExecutable } from '../window-host.ts';

export const canMount = (): boolean =>
  spawnSync('sh', ['-c', "unshare -rm sh -c 'mount -t tmpfs tmpfs /tmp'"]).status === 0;

/** A shell's command that mounts something on the data folder or in it. */
export type Mount = (dataDir: string) => string;

/** A disk of its own with little room, empty at the start and gone at the end. */
export const smallDisk: Mount = (dataDir) => `mount -t tmpfs -o size=128m tmpfs ${quoted(dataDir)}`;

/** The station's database can be read and not be written, as where it belongs to somebody else. */
export const readOnlyDatabase: Mount = (dataDir) => {
  const file = quoted(join(dataDir, 'station.db'));
  return `mount --bind ${file} ${file} && mount -o remount,bind,ro ${file}`;
};

/** Writes an executable into the folder that mounts and then becomes the program. */
export async function programOn(folder: string, mount: string): Promise<string> {
  const file = join(folder, 'program.sh');
  await mkdir(folder, { recursive: true });
  const inside = `${mount} && exec ${quoted(electronExecutable())} "$@"`;
  await writeFile(file, `#!/bin/sh\nexec unshare -rm sh -c ${quoted(inside)} sh "$@"\n`);
  await chmod(file, 0o755);
  return file;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/**
 * Leaves no byte free, nor any in the files of the database: its log of changes is emptied first, or the next changes
 * would find room in it. It stays so until `freeDisk`: Chromium, whose profile lies there too, deletes files of its own
 * at any time. The disk is seen by the program alone, so the program is asked.
 */
export const fillDisk = (app: ElectronApplication, dataDir: string): Promise<void> =>
  app.evaluate(
    (_, { file, database, root }) => {
      const { closeSync, fstatSync, openSync, writeSync } = process.getBuiltinModule('node:fs');
      const { createRequire } = process.getBuiltinModule('node:module');
      const BetterSqlite3 = createRequire(root)('better-sqlite3') as typeof import('better-sqlite3');
      const folding = new BetterSqlite3(database);
      folding.pragma('wal_checkpoint(TRUNCATE)');
      folding.close();
      const handle = openSync(file, 'w');
      const takeWhatIsFree = (largest: number): void => {
        for (let chunk = Buffer.alloc(largest); chunk.length > 0; ) {
          try {
            writeSync(handle, chunk);
          } catch {
            chunk = chunk.subarray(chunk.length < 512 ? chunk.length : chunk.length / 2);
          }
        }
      };
      takeWhatIsFree(1 << 20);
      const staysFull = setInterval(() => {
        if (fstatSync(handle).nlink > 0) return takeWhatIsFree(1 << 14);
        clearInterval(staysFull);
        closeSync(handle);
      }, 5);
    },
    { file: join(dataDir, 'filling'), database: join(dataDir, 'station.db'), root: import.meta.filename },
  );

export const freeDisk = (app: ElectronApplication, dataDir: string): Promise<void> =>
  app.evaluate(
    (_, file) => {
      const { rmSync, truncateSync } = process.getBuiltinModule('node:fs');
      // A file that is still open holds its room after its name is gone.
      truncateSync(file);
      rmSync(file);
    },
    join(dataDir, 'filling'),
  );
