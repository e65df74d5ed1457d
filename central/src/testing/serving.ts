import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Line } from './line.ts';

const program = fileURLToPath(new URL('serving-child.ts', import.meta.url));

/**
 * Starts the service in a process of its own, to be killed. Resolves when it answers at the line's address, or has ended.
 * The system picks the port it listens on: one that was free a moment ago may be somebody else's by now.
 */
export async function startServing(
  line: Line,
  env: NodeJS.ProcessEnv,
  args: readonly string[] = [],
): Promise<ChildProcess> {
  const options: SpawnOptions = { env: { ...env, PORT: '0' }, stdio: ['ignore', 'pipe', 'inherit'] };
  const child = spawn(process.execPath, [program, ...args], options);
  let port: number | null = null;
  child.once('exit', () => {
    if (port !== null) line.leadTo(null);
  });
  port = await announcedPort(child, /^ready on (\d+)$/);
  line.leadTo(port);
  return child;
}

/** What a process says on its output of the port that it listens on, once it does; null where it ended before. */
export async function announcedPort(child: ChildProcess, words: RegExp): Promise<number | null> {
  const output = child.stdout;
  if (output === null) throw new Error('Its output is not read.');
  try {
    for await (const text of createInterface({ input: output })) {
      const port = words.exec(text)?.[1];
      if (port !== undefined) return Number(port);
    }
    return null;
  } finally {
    // What it says later is not kept, and does not hold it up.
    output.resume();
  }
}
