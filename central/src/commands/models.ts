/** What an administrator does to the models that stations take. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { recordActivity } from '../repositories/activity.ts';
import { readModels } from '../services/model-repository.ts';
import { byAdministrator, type Say, type Status, type Work, wrongUsage } from './work.ts';

const manifestSchema = z.object({
  name: z.string().regex(/^[A-Za-z0-9_]{1,64}$/),
  version: z.string().min(1),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

export const models: Work = async ({ db, modelsDir }, [action, folder], say) => {
  if (modelsDir === null) {
    say('MODELS_DIR names no folder: stations are offered the models of this installation, which nobody adds to.');
    return 1;
  }
  switch (action) {
    case 'list':
      for (const { name, version, sha256, bytes } of await readModels(modelsDir))
        say(`${name}/${version}  ${bytes} bytes  ${sha256}`);
      return 0;
    case 'publish': {
      if (folder === undefined) return wrongUsage(say);
      const published = await publish(folder, modelsDir, say);
      if (typeof published === 'number') return published;
      const objectId = `${published.name}@${published.version}`;
      const details = { sha256: published.sha256 };
      await recordActivity(db, {
        ...byAdministrator,
        action: 'model.published',
        objectType: 'model',
        objectId,
        details,
      });
      say(
        `Stations are offered ${objectId} from now on. Each checks its signature, and uses it when somebody there says so.`,
      );
      return 0;
    }
    default:
      return wrongUsage(say);
  }
};

type Manifest = z.infer<typeof manifestSchema>;

/** Places a version folder under the next number of its name, whole or not at all. A status where it could not be. */
async function publish(folder: string, modelsDir: string, say: Say): Promise<Manifest | Status> {
  const read = manifestSchema.safeParse(await jsonOf(join(folder, 'model.json')));
  if (!read.success) {
    say(`${folder} has no model.json that names a model, its version and the SHA-256 of model.onnx.`);
    return 1;
  }
  const manifest = read.data;
  const onnx = join(folder, 'model.onnx');
  if ((await sha256Of(onnx)) !== manifest.sha256) {
    say('model.onnx is not the file that model.json describes. Nothing was published.');
    return 1;
  }
  const place = join(modelsDir, manifest.name);
  const numbers = (await readdir(place).catch(() => [])).filter((name) => /^[0-9]+$/.test(name)).map(Number);
  for (const number of numbers) {
    const other = manifestSchema.safeParse(await jsonOf(join(place, String(number), 'model.json')));
    if (other.data?.version !== manifest.version) continue;
    say(`${manifest.name}@${manifest.version} is published already. A version never changes: give this one another.`);
    return 1;
  }
  const partial = join(modelsDir, `.partial-${process.pid}`);
  try {
    await mkdir(partial, { recursive: true });
    for (const file of ['model.onnx', 'model.json']) {
      await copyFile(join(folder, file), join(partial, file));
      await sync(join(partial, file), 'r+');
    }
    await mkdir(place, { recursive: true });
    await rename(partial, join(place, String(Math.max(0, ...numbers) + 1)));
    await sync(place, 'r');
    return manifest;
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}

/** Null where it cannot be read. */
async function sha256Of(file: string): Promise<string | null> {
  const digest = createHash('sha256');
  try {
    await pipeline(createReadStream(file), digest);
    return digest.digest('hex');
  } catch {
    return null;
  }
}

async function sync(path: string, flags: string): Promise<void> {
  const handle = await open(path, flags);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
