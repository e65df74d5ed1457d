/** Builds the window (main, preload and renderer bundles) where its sources have changed since the last build. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { glob } from 'tinyglobby';

export const projectRoot = join(import.meta.dirname, '..');

/** Names, sizes and times of everything that goes into the bundles. */
async function sourceState(): Promise<string> {
  const files = await glob(['src/**', 'packages/*/src/**', 'electron.vite.config.ts', 'package-lock.json'], {
    cwd: projectRoot,
    ignore: ['**/*.test.ts', '**/*.test.tsx'],
  });
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    const { size, mtimeMs } = await stat(join(projectRoot, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param folder Directly under the project's root: the bundles find the program's files from there.
 * @throws Error with the builder's output where the build fails.
 */
export async function buildWindow(folder = 'out'): Promise<string> {
  const out = join(projectRoot, folder);
  const stamp = join(out, 'source-state');
  const state = await sourceState();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === state) return out;
  mkdirSync(out, { recursive: true });
  await runBuilder(folder);
  // Where the bundles are not the project's own, the folder is an app by itself.
  if (folder !== 'out') {
    const { name, productName, version } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    writeFileSync(
      join(out, 'package.json'),
      JSON.stringify({ name, productName, version, type: 'module', main: 'main/index.js' }),
    );
  }
  writeFileSync(stamp, state);
  return out;
}

function runBuilder(folder: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const builder = join(projectRoot, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js');
    const child = spawn(process.execPath, [builder, 'build', '--logLevel', 'warn'], {
      cwd: projectRoot,
      env: { ...process.env, FIDUCIAL_BUILD_DIR: folder, NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`The window could not be built:\n${output}`));
    });
  });
}

if (import.meta.main) process.stdout.write(`${await buildWindow()}\n`);
