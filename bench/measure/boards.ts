import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

const workDir = join(import.meta.dirname, '..', '.work');

/**
 * A manifest of generated pairs (board + its own golden, each of `size` px a side), drawn once and kept in bench/.work.
 * Seeds are fixed, so that two machines measure the same boards.
 */
export function boards(size: number, count: number, format: 'jpeg' | 'png' = 'jpeg'): string {
  const dir = join(workDir, `boards-${size}-${count}-${format}`);
  const manifest = join(dir, 'manifest.jsonl');
  if (existsSync(manifest)) return manifest;
  mkdirSync(dir, { recursive: true });
  process.stderr.write(`drawing ${count} pairs of ${size}² …\n`);
  const args = [
    '--out',
    dir,
    '--count',
    count,
    '--seed',
    7,
    '--size',
    size,
    '--format',
    format,
    '--shift',
    3,
    '--rotate',
    0.3,
  ];
  execFileSync(
    process.execPath,
    [join(import.meta.dirname, '../../resources/boards/generate.ts'), ...args.map(String)],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  return manifest;
}
