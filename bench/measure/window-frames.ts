import { execFile } from 'node:child_process';
import { join } from 'node:path';

interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export interface FrameFigures {
  readonly name: string;
  readonly frames: number;
  /** Milliseconds of processor time for what the window does. */
  readonly own: Spread;
  /** With the hand-over to the compositor, which paints in software where there is no GPU. */
  readonly whole: Spread;
}

const program = join(import.meta.dirname, '..', '..', 'e2e', 'viewer-frames.ts');

/** @throws Error where nothing could be measured. */
export const windowFrames = (): Promise<FrameFigures[]> =>
  new Promise((resolve, reject) => {
    execFile(process.execPath, [program], (error, stdout, stderr) => {
      // Its exit says also that a figure is above the budget: what was printed decides.
      const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
      if (lines.length === 0) reject(new Error(stderr || error?.message));
      else resolve(lines.map((line) => JSON.parse(line) as FrameFigures));
    });
  });
