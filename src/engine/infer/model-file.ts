import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { EngineFault } from '../fault.ts';
import type { ModelToLoad } from '../protocol.ts';

/**
 * Reads model.onnx into memory and checks its SHA-256 before anything parses it. The session is made from these bytes,
 * never from the path, so that a model cannot pull other files in.
 * @throws EngineFault MODEL_CORRUPT (unreadable or empty), MODEL_HASH_MISMATCH.
 */
export async function readModelBytes(model: ModelToLoad): Promise<Uint8Array> {
  const bytes = await readFile(model.path).catch((cause: unknown) => {
    throw new EngineFault('MODEL_CORRUPT', `The model file of ${model.name} ${model.version} cannot be read.`, {
      path: model.path,
      cause: String(cause),
    });
  });
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== model.sha256.toLowerCase()) {
    throw new EngineFault(
      'MODEL_HASH_MISMATCH',
      `The model file of ${model.name} ${model.version} is not the one that model.json names; it was not loaded.`,
      { path: model.path, expected: model.sha256, found: sha256 },
    );
  }
  return bytes;
}
