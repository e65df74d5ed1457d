import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ModelCatalogue } from './defect-types.ts';

/** Model versions as they lie in a repository folder (Triton's layout), for stations to take. */
export interface ModelVersion {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly manifestSha256: string;
  /** Types of defects that it finds. */
  readonly classes: readonly string[];
  readonly folder: string;
}

const modelJson = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  classes: z.array(z.object({ name: z.string() })).default([]),
});

/** Versions that have their two files; what else lies there is passed over. Stations check hash and signature. */
export async function readModels(folder: string): Promise<readonly ModelVersion[]> {
  const found: ModelVersion[] = [];
  for (const name of await foldersIn(folder)) {
    for (const version of await foldersIn(join(folder, name))) {
      if (!/^[A-Za-z0-9_]+$/.test(name) || !/^[0-9]+$/.test(version)) continue;
      const at = join(folder, name, version);
      try {
        const manifest = await readFile(join(at, 'model.json'));
        const { sha256, classes } = modelJson.parse(JSON.parse(manifest.toString('utf8')));
        const { size: bytes } = await stat(join(at, 'model.onnx'));
        const manifestSha256 = createHash('sha256').update(manifest).digest('hex');
        found.push({ name, version, sha256, manifestSha256, bytes, classes: classes.map((it) => it.name), folder: at });
      } catch {
        // Half a model is none.
      }
    }
  }
  return found;
}

/** Class lists of the models in the repository. */
export const modelCatalogue = (folder: string): ModelCatalogue => ({
  classesOf: async ({ sha256 }) => (await readModels(folder)).find((it) => it.sha256 === sha256)?.classes ?? [],
});

async function foldersIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort();
  } catch {
    return [];
  }
}
