/** Which packages the product needs directly, seen from the sources and not from how package.json sorts them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { glob } from 'tinyglobby';
import { z } from 'zod';

/** Packages that stand for a binary which runs the product. */
export const runtimePackages: ReadonlySet<string> = new Set(['electron', 'node']);

const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** What runs by itself (package.json's dependencies), the runtimes, and what the bundled window and preload import. */
export async function directPackages(projectRoot: string): Promise<ReadonlySet<string>> {
  const text = readFileSync(join(projectRoot, 'package.json'), 'utf8');
  const { dependencies } = manifest.parse(JSON.parse(text));
  const files = await glob(['src/{renderer,preload}/**/*.{ts,tsx,css}'], {
    cwd: projectRoot,
    ignore: ['**/*.test.ts', '**/*.test.tsx', '**/testing/**'],
  });
  const imported = files.flatMap((file) => importedPackages(readFileSync(join(projectRoot, file), 'utf8')));
  return new Set([...Object.keys(dependencies), ...runtimePackages, ...imported]);
}

/** Names of the packages that a module or a style sheet imports: no paths, no Node, no workspace. */
export function importedPackages(text: string): readonly string[] {
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport|@import|\bimport\()\s*['"]([@a-z][\w@./-]*)['"]/g)];
  const names = specifiers.map(([, specifier]) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier!)![0]);
  return [...new Set(names.filter((name) => !name.startsWith('node:') && !name.startsWith('@fiducial/')))];
}
