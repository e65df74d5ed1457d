/** Finds models on disk: `NAME/N/model.json` beside `NAME/N/model.onnx`, in each folder of the search path. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { modelError } from './errors.ts';
import { type ModelJson, modelJsonSchema } from './model-json.ts';
import { checkSignature, type SignatureState, type TrustedKeys } from './signature.ts';

export interface ModelFolder {
  readonly path: string;
  /**
   * `bundled` came with the program; `installed` lies in the data directory; `received` came from the central service and
   * is used where somebody named it with its version, never by itself.
   */
  readonly origin: 'bundled' | 'installed' | 'received';
}

export interface FoundModel {
  readonly model: ModelJson;
  readonly origin: ModelFolder['origin'];
  /** Folder that holds model.json and model.onnx. */
  readonly folder: string;
  readonly onnxPath: string;
  readonly signature: SignatureState;
}

/** A folder that looks like a model's but cannot be used, with the reason. */
export interface BrokenModel {
  readonly folder: string;
  readonly origin: ModelFolder['origin'];
  readonly error: AppError;
}

const maxManifestBytes = 1 << 20;

/** Reads one version folder. Errors: MODEL_MANIFEST, MODEL_FILE. The signature's state is told, not judged. */
export function readModel(
  folder: string,
  origin: ModelFolder['origin'],
  keys: TrustedKeys,
): Result<FoundModel, AppError> {
  const file = join(folder, 'model.json');
  let raw: unknown;
  try {
    if (statSync(file).size > maxManifestBytes)
      return fail(modelError('MODEL_MANIFEST', `${file} is larger than 1 MiB, so it was not read.`));
    raw = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    return fail(modelError('MODEL_MANIFEST', `${file} could not be read: ${reason(cause)}`));
  }
  const parsed = modelJsonSchema.safeParse(raw);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue?.path.join('.') || 'the whole file';
    return fail(modelError('MODEL_MANIFEST', `${file} is no model description: ${where}: ${issue?.message ?? ''}`));
  }
  const onnxPath = join(folder, 'model.onnx');
  if (!existsSync(onnxPath)) return fail(modelError('MODEL_FILE', `${onnxPath} is missing.`));
  // The signature covers the file as it was written, unknown keys too: never the parsed form.
  const signature = checkSignature(raw as Record<string, unknown>, keys);
  return ok({ model: parsed.data, origin, folder, onnxPath, signature });
}

/** Every model of the search path, broken ones too; newest version of a name first. */
export function listModels(path: readonly ModelFolder[], keys: TrustedKeys): (FoundModel | BrokenModel)[] {
  const found = path.flatMap(({ path: root, origin }) =>
    versionFolders(root).map((folder) => {
      const read = readModel(folder, origin, keys);
      return read.ok ? read.value : { folder, origin, error: read.error };
    }),
  );
  return found.toSorted(byNameThenNewest);
}

export const isUsable = (entry: FoundModel | BrokenModel): entry is FoundModel => 'model' in entry;

/**
 * The model that `NAME[@VERSION]` means: without a version the newest that is not just received; among equals the installed one.
 * Errors: MODEL_NOT_FOUND, or the reason why the only candidate is broken.
 */
export function findModel(
  path: readonly ModelFolder[],
  keys: TrustedKeys,
  wanted: string,
): Result<FoundModel, AppError> {
  const { name, version } = parseReference(wanted);
  const all = listModels(path, keys);
  const usable = all.filter(isUsable);
  const match = usable.find(
    ({ model, origin }) =>
      model.name === name && (version === null ? origin !== 'received' : model.version === version),
  );
  if (match) return ok(match);
  const broken = all.find((entry) => !isUsable(entry) && entry.folder.split(/[\\/]/).at(-2) === name);
  if (broken && !isUsable(broken) && !usable.some(({ model }) => model.name === name)) return fail(broken.error);
  const known = usable.map(({ model }) => `${model.name}@${model.version}`).join(', ') || 'none';
  return fail(modelError('MODEL_NOT_FOUND', `There is no model ${wanted} here. Known: ${known}.`));
}

export function parseReference(text: string): { readonly name: string; readonly version: string | null } {
  const at = text.indexOf('@');
  return at < 0 ? { name: text, version: null } : { name: text.slice(0, at), version: text.slice(at + 1) };
}

/** Checks model.onnx against model.json. Errors: MODEL_HASH_MISMATCH, MODEL_FILE. */
export async function checkHash(found: FoundModel): Promise<Result<true, AppError>> {
  const digest = createHash('sha256');
  try {
    await pipeline(createReadStream(found.onnxPath), digest);
  } catch (cause) {
    return fail(modelError('MODEL_FILE', `${found.onnxPath} could not be read: ${reason(cause)}`));
  }
  if (digest.digest('hex') === found.model.sha256) return ok(true);
  const text = `${found.onnxPath} is not the file that model.json describes: its SHA-256 differs.`;
  return fail(modelError('MODEL_HASH_MISMATCH', text));
}

function versionFolders(root: string): string[] {
  const folders = (parent: string): string[] => {
    try {
      return readdirSync(parent).map((name) => join(parent, name));
    } catch {
      return [];
    }
  };
  return folders(root)
    .flatMap(folders)
    .filter((folder) => existsSync(join(folder, 'model.json')));
}

/** Which of two that are the same is taken. */
const origins: readonly ModelFolder['origin'][] = ['installed', 'bundled', 'received'];

function byNameThenNewest(a: FoundModel | BrokenModel, b: FoundModel | BrokenModel): number {
  if (!isUsable(a) || !isUsable(b)) return Number(isUsable(b)) - Number(isUsable(a));
  const byName = a.model.name < b.model.name ? -1 : Number(a.model.name > b.model.name);
  return (
    byName || compareVersions(b.model.version, a.model.version) || origins.indexOf(a.origin) - origins.indexOf(b.origin)
  );
}

/** Semantic versions: numbers by value, a pre-release before its release. */
export function compareVersions(a: string, b: string): number {
  const [coreA = '', preA = ''] = a.split(/-(.*)/s);
  const [coreB = '', preB = ''] = b.split(/-(.*)/s);
  const byCore = coreA.localeCompare(coreB, 'en', { numeric: true });
  if (byCore !== 0 || preA === preB) return byCore;
  if (preA === '' || preB === '') return preA === '' ? 1 : -1;
  return preA.localeCompare(preB, 'en', { numeric: true });
}

const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));
