import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { drawnChance } from './drawn-chance.ts';
import type { SigningFlaw } from './signing-child.ts';

const child = fileURLToPath(new URL('./signing-child.ts', import.meta.url));

/** Threads that keep logs busy, in a process that can be stopped dead. Linux only: elsewhere nobody tells when it stands. */
export interface BusyLogs {
  /**
   * Stops all threads wherever they are (SIGSTOP), copies each one's newest log to `into`, and lets them go on. What a
   * log's files hold then is what a kill at that moment would leave. Gives the copies.
   */
  freeze(into: string): readonly string[];
  /** Until some other moment of what runs. */
  aWhile(): Promise<void>;
  /** Each thread's newest log. */
  newest(): readonly string[];
  /** For good. */
  kill(): Promise<void>;
}

/** Rejects where the threads do not start. */
export async function startBusyLogs(folders: readonly string[], flaw: SigningFlaw): Promise<BusyLogs> {
  const run = spawn(process.execPath, [child, flaw, ...folders], { stdio: ['ignore', 'pipe', 'inherit'] });
  await Promise.race([once(run.stdout, 'data'), ended(run)]);
  const chance = drawnChance(folders.length);
  const numbersIn = (folder: string): readonly number[] =>
    readdirSync(folder)
      .map(Number)
      .sort((a, b) => b - a);
  return {
    aWhile: () => pause(chance() * 20),
    newest: () => folders.map((folder) => join(folder, String(numbersIn(folder)[0] ?? 0))),
    freeze(into) {
      run.kill('SIGSTOP');
      while (!isStopped(run.pid as number));
      const copies = folders.map((folder, at) => {
        const [newest = 0, ...older] = numbersIn(folder);
        const copy = join(into, String(at));
        cpSync(join(folder, String(newest)), copy, { recursive: true });
        for (const number of older) rmSync(join(folder, String(number)), { recursive: true });
        return copy;
      });
      run.kill('SIGCONT');
      return copies;
    },
    async kill() {
      if (run.exitCode !== null || run.signalCode !== null) return;
      const gone = once(run, 'exit');
      run.kill('SIGKILL');
      await gone;
    },
  };
}

/** Whether every thread stands: the signal is sent to a process, and each thread hears it when it next may. */
function isStopped(pid: number): boolean {
  const threads = `/proc/${pid}/task`;
  return readdirSync(threads).every((thread) => /\) [Tt] /.test(readFileSync(`${threads}/${thread}/stat`, 'utf8')));
}

async function ended(run: ChildProcess): Promise<never> {
  await once(run, 'exit');
  throw new Error('The process ended by itself');
}
