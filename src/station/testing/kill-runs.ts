import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PlantedBug } from './planted-bugs.ts';

const child = fileURLToPath(new URL('./recording-child.ts', import.meta.url));

/** What the killed processes said before they died: inspection ids by board number. */
export type Acknowledged = Map<number, string>;

/** When to kill: after so many lines the process said, and then so many milliseconds into its next board. */
export interface Moment {
  readonly lines: number;
  readonly thenMs: number;
}

/** Lets a process record boards into `dataDir` and kills it (SIGKILL). Adds what it acknowledged; rejects where it ended by itself. */
export async function recordAndKill(
  dataDir: string,
  acknowledged: Acknowledged,
  moment: Moment,
  flaw: PlantedBug | 'none' = 'none',
): Promise<void> {
  // The last one again, and the one that may be stored without having been said.
  const said = await runAndKill([child, dataDir, String(Math.max(0, ...acknowledged.keys())), flaw], moment);
  for (const [, board, id] of said.matchAll(/^ACK (\d+) (\S+)\n/gm)) acknowledged.set(Number(board), String(id));
}

/**
 * Runs a script of Node and kills it (SIGKILL). Gives what it said; the last line may be cut: what was not said to its
 * end was not acknowledged. Rejects where it ended by itself.
 */
export function runAndKill(args: readonly string[], moment: Moment): Promise<string> {
  return new Promise((resolve, reject) => {
    const run = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    let complaints = '';
    let killing = false;
    run.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (killing || said.split('\n').length <= moment.lines) return;
      killing = true;
      setTimeout(() => run.kill('SIGKILL'), moment.thenMs);
    });
    run.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints += text;
    });
    run.on('error', reject);
    run.on('close', (_code, signal) => {
      if (signal !== 'SIGKILL') return reject(new Error(`The process ended by itself: ${complaints}`));
      resolve(said);
    });
  });
}
