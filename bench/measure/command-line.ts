import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { watchPeakMemory } from './memory.ts';

export interface CommandLineRun {
  /** Wall time from the first to the last board's line, so that process start is not counted, in ms. */
  readonly boardsMs: number;
  /** Wall time of the whole process, in ms. */
  readonly totalMs: number;
  readonly boards: number;
  readonly failed: number;
  readonly peakBytes: number;
}

const cli = join(import.meta.dirname, '../../src/cli/main.ts');

/** Runs `inspect --manifest` as a user would, into a fresh data directory; every line is printed after its commit. */
export async function inspectManifest(manifest: string, model: string): Promise<CommandLineRun> {
  const dataDir = mkdtempSync(join(tmpdir(), 'fiducial-bench-'));
  const started = performance.now();
  const child = spawn(
    process.execPath,
    [cli, 'inspect', '--manifest', manifest, '--json', '--data-dir', dataDir, '--model', model],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const memory = watchPeakMemory(child.pid!);
  let first = 0;
  let last = 0;
  let boards = 0;
  let failed = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    last = performance.now();
    if (boards === 0) first = last;
    boards += 1;
    if ('error' in (JSON.parse(line) as object)) failed += 1;
  }
  const peakBytes = memory.stop();
  rmSync(dataDir, { recursive: true, force: true });
  return {
    boardsMs: ((last - first) * boards) / Math.max(1, boards - 1),
    totalMs: last - started,
    boards,
    failed,
    peakBytes,
  };
}
