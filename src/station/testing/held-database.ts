import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

const child = fileURLToPath(new URL('./locking-child.ts', import.meta.url));

export interface HeldDatabase {
  /** Lets it go as a program does that is done. Resolves when the other process has ended. */
  release(): Promise<void>;
  /** Kills the other process (SIGKILL) while it holds the database. */
  kill(): Promise<void>;
}

/** Starts another process that holds the write lock of the database; resolves when it has it. */
export async function holdDatabase(file: string): Promise<HeldDatabase> {
  const other = spawn(process.execPath, [child, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => void other.kill('SIGKILL'));
  const ended = once(other, 'close');
  const [first] = (await once(other.stdout, 'data')) as [Buffer];
  if (first.toString() !== 'LOCKED\n') throw new Error(`The other program says: ${first.toString()}`);
  return {
    async release() {
      other.stdin.end();
      await ended;
    },
    async kill() {
      other.kill('SIGKILL');
      await ended;
    },
  };
}
