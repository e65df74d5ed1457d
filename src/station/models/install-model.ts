/** Installs models into the data directory and removes them again. */
import {
  closeSync,
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { modelError } from './errors.ts';
import { checkHash, type FoundModel, findModel, type ModelFolder, readModel } from './model-repository.ts';
import type { TrustedKeys } from './signature.ts';

/** `path` may name the version folder, the model's folder (its newest version is taken) or a file in the version folder. */
export function resolveModelFolder(path: string): string {
  if (existsSync(join(path, 'model.json'))) return path;
  if (/\.(json|onnx)$/.test(path)) return dirname(path);
  const versions = existsSync(path)
    ? readdirSync(path).filter((name) => existsSync(join(path, name, 'model.json')))
    : [];
  const newest = versions.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
  return newest === undefined ? path : join(path, newest);
}

/**
 * Checks a model folder's description and hash. `allowUnsigned` lets a missing or wrong signature pass.
 * Errors: MODEL_MANIFEST, MODEL_FILE, MODEL_HASH_MISMATCH, MODEL_UNSIGNED, MODEL_SIGNATURE.
 */
export async function checkModelFolder(
  folder: string,
  keys: TrustedKeys,
  allowUnsigned: boolean,
): Promise<Result<FoundModel, AppError>> {
  const read = readModel(folder, 'installed', keys);
  if (!read.ok) return read;
  if (read.value.signature.state === 'refused' && !allowUnsigned) return fail(read.value.signature.error);
  const hash = await checkHash(read.value);
  return hash.ok ? read : hash;
}

/** Copies a checked model under `modelsFolder`, whole or not at all. Errors: MODEL_EXISTS, MODEL_STORE. */
export function installModel(found: FoundModel, modelsFolder: string): Result<string, AppError> {
  const { name, version } = found.model;
  const parent = join(modelsFolder, name);
  const target = join(parent, version);
  if (existsSync(target))
    return fail(modelError('MODEL_EXISTS', `${name}@${version} is installed already. Nothing was changed.`));
  const partial = join(modelsFolder, `.partial-${process.pid}`);
  try {
    mkdirSync(parent, { recursive: true });
    mkdirSync(partial, { recursive: true });
    for (const file of ['model.onnx', 'model.json']) {
      cpSync(join(found.folder, file), join(partial, file), { dereference: true });
      syncFile(join(partial, file));
    }
    const config = join(dirname(found.folder), 'config.pbtxt');
    if (existsSync(config)) cpSync(config, join(parent, 'config.pbtxt'), { dereference: true });
    renameSync(partial, target);
    return ok(target);
  } catch (cause) {
    rmSync(partial, { recursive: true, force: true });
    const why = cause instanceof Error ? cause.message : String(cause);
    return fail(modelError('MODEL_STORE', `${name}@${version} could not be installed: ${why} Nothing was kept.`));
  }
}

/** Removes an installed model's files. Errors: MODEL_NOT_FOUND, MODEL_BUNDLED, MODEL_STORE. */
export function removeModel(
  path: readonly ModelFolder[],
  keys: TrustedKeys,
  wanted: string,
): Result<FoundModel, AppError> {
  const installed = findModel(
    path.filter(({ origin }) => origin === 'installed'),
    keys,
    wanted,
  );
  if (!installed.ok) {
    if (!findModel(path, keys, wanted).ok) return installed;
    return fail(
      modelError('MODEL_BUNDLED', `${wanted} came with the program or from the central service and cannot be removed.`),
    );
  }
  try {
    const { folder } = installed.value;
    rmSync(folder, { recursive: true });
    const left = readdirSync(dirname(folder)).filter((name) => name !== 'config.pbtxt');
    if (left.length === 0) rmSync(dirname(folder), { recursive: true });
    return installed;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return fail(modelError('MODEL_STORE', `${basename(wanted)} could not be removed: ${why}`));
  }
}

function syncFile(file: string): void {
  const handle = openSync(file, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
