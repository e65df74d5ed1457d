/** From the paths that a person dropped or picked to boards with their goldens: images, folders, manifests. */
import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { AppError } from '../../core/kernel/result.ts';
import type { BoardRequest, NamedFile } from '../inspections/board-request.ts';
import { readManifest } from '../inspections/manifest.ts';
import { boardsWithGoldens } from './boards-with-goldens.ts';
import { importError } from './errors.ts';
import { findImages } from './find-images.ts';

/** A board to inspect, or something that was named and is none. */
export type ImportInput =
  | { readonly ok: true; readonly request: BoardRequest }
  | { readonly ok: false; readonly name: string; readonly error: AppError };

/** Part and lot of every board that does not say its own. */
export interface AboutBoards {
  readonly part: string | null;
  readonly lot: string | null;
}

/** Boards in the order in which they were named. The goldens among the images are no boards. Never fails as a whole. */
export async function readInputs(paths: readonly string[], about: AboutBoards): Promise<readonly ImportInput[]> {
  const inputs: ImportInput[] = [];
  const images: NamedFile[] = [];
  for (const path of paths) {
    if (await isManifest(path)) {
      inputs.push(...manifestInputs(path, about));
      continue;
    }
    const found = await findImages(path, { patterns: false });
    for (const { path: name, error } of found.unreadable) inputs.push({ ok: false, name, error });
    if (found.files.length === 0 && found.unreadable.length === 0)
      inputs.push({ ok: false, name: path, error: importError('IMPORT_NO_IMAGES') });
    images.push(...found.files);
  }
  return [...inputs, ...(await withGoldens(once(images), about))];
}

async function isManifest(path: string): Promise<boolean> {
  if (!['.json', '.jsonl', '.ndjson'].includes(extname(path).toLowerCase())) return false;
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function manifestInputs(file: string, about: AboutBoards): readonly ImportInput[] {
  const lines = readManifest(file);
  if (!lines.ok) return [{ ok: false, name: file, error: lines.error }];
  const inputs = lines.value.map((line): ImportInput => {
    if (!line.ok) return { ok: false, name: line.image, error: line.error };
    const { part, lot, ...rest } = line.request;
    return { ok: true, request: { ...rest, part: part ?? about.part, lot: lot ?? about.lot } };
  });
  const [first] = inputs;
  if (first === undefined) return [{ ok: false, name: file, error: importError('IMPORT_NO_IMAGES') }];
  // Something else in JSON: one row says so, not one for each of its lines.
  const isOther = inputs.every((input) => !input.ok);
  return isOther && !first.ok ? [{ ok: false, name: file, error: first.error }] : inputs;
}

/** The same file named twice, by itself and by its folder, is one board. */
const once = (files: readonly NamedFile[]): readonly NamedFile[] => [
  ...new Map(files.map((file) => [file.path, file])).values(),
];

async function withGoldens(images: readonly NamedFile[], about: AboutBoards): Promise<readonly ImportInput[]> {
  const boards = await boardsWithGoldens(images);
  return boards.map((board) => ({ ok: true, request: { ...board, ...about, serial: null } }));
}
