/** Runs the real command line as a child process, as a script on a line PC would. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

export const root = join(import.meta.dirname, '..', '..');
export const samples = join(root, 'resources', 'boards', 'samples');

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout as JSON Lines; throws where a line is no JSON. */
  lines(): Line[];
}

/** A board's line; further keys as they come. */
export interface Line {
  readonly image: string;
  readonly inspection_id?: string | null;
  readonly verdict?: 'pass' | 'fail' | null;
  readonly status?: string;
  readonly defects?: readonly {
    readonly type: string;
    readonly confidence: number;
    readonly bbox: Record<string, number>;
  }[];
  readonly error?: { readonly code: string; readonly message: string };
  readonly found?: boolean;
  readonly [key: string]: unknown;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the child as each line of stdout ends; for interrupting it. */
  readonly onLine?: (count: number, child: ChildProcessByStdio<null, Readable, Readable>) => void;
}

export function fiducial(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const child = spawn(process.execPath, [join(root, 'src', 'cli', 'main.ts'), ...args], {
    cwd: options.cwd ?? root,
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  let count = 0;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    for (const _ of chunk.matchAll(/\n/g)) {
      count += 1;
      options.onLine?.(count, child);
    }
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => {
      const lines = (): Line[] =>
        stdout
          .split('\n')
          .filter((text) => text !== '')
          .map((text) => JSON.parse(text) as Line);
      resolve({ status, stdout, stderr, lines });
    });
  });
}
