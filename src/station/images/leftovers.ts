import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';

/** Name of a file that is being written, with the process that writes it. */
export const newTemporaryName = (): string => `${process.pid}-${randomUUID()}.part`;

/**
 * Removes temporary files whose process is gone. A file changed since this process started is left alone whoever made
 * it: process numbers are reused, and another host may share the folder.
 */
export async function sweepLeftovers(files: FileSystem, folder: string): Promise<readonly string[]> {
  const startedMs = Date.now() - process.uptime() * 1000;
  const swept: string[] = [];
  for (const { name, changedMs } of await files.list(folder)) {
    const pid = Number(/^(\d+)-.*\.part$/.exec(name)?.[1]);
    if (Number.isNaN(pid) || changedMs >= startedMs || (pid !== process.pid && isRunning(pid))) continue;
    await files.remove(join(folder, name));
    swept.push(name);
  }
  return swept;
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    // EPERM: it runs as somebody else.
    return !(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH');
  }
}
