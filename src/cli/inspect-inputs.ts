/** From what was typed to the boards to inspect: images, folders, globs, a manifest. */

import { type Stats, statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { type AppError, ok, type Result } from '../core/kernel/result.ts';
import type { BoardRequest, NamedFile } from '../station/inspections/board-request.ts';
import { readManifest } from '../station/inspections/manifest.ts';
import { cliError } from './errors.ts';

export type BoardInput =
  | { readonly ok: true; readonly request: BoardRequest }
  | { readonly ok: false; readonly image: string; readonly error: AppError };

/** What holds for every board that does not say otherwise. */
export interface InputDefaults {
  readonly golden?: string;
  readonly part?: string;
  readonly lot?: string;
  readonly serial?: string;
}

/** Files that a folder is searched for; a file that is named itself is inspected whatever its name. */
const imageFiles = '**/*.{jpg,jpeg,jpe,png,tif,tiff,bmp}';

/**
 * Boards in the order in which they were named; folders and globs in order of their paths. What names nothing gets an
 * error line of its own. Errors: MANIFEST_UNREADABLE.
 */
export async function collectInputs(
  args: readonly string[],
  manifest: string | undefined,
  defaults: InputDefaults,
): Promise<Result<BoardInput[], AppError>> {
  const golden = defaults.golden === undefined ? null : named(defaults.golden);
  const { part = null, lot = null, serial = null } = defaults;
  const inputs: BoardInput[] = [];
  for (const arg of args) {
    const files = await expand(arg);
    if (files.ok)
      for (const image of files.value) inputs.push({ ok: true, request: { image, golden, part, lot, serial } });
    else inputs.push({ ok: false, image: arg, error: files.error });
  }
  if (manifest === undefined) return ok(inputs);
  const lines = readManifest(manifest);
  if (!lines.ok) return lines;
  for (const line of lines.value) {
    if (!line.ok) {
      inputs.push(line);
      continue;
    }
    const { request } = line;
    inputs.push({
      ok: true,
      request: {
        image: request.image,
        golden: request.golden ?? golden,
        part: request.part ?? part,
        lot: request.lot ?? lot,
        serial: request.serial ?? serial,
      },
    });
  }
  return ok(inputs);
}

const named = (path: string): NamedFile => ({ given: path, path: resolve(path) });

async function expand(arg: string): Promise<Result<NamedFile[], AppError>> {
  const stats = statOf(arg);
  if (stats?.isDirectory()) return fromPattern(arg, imageFiles, arg);
  // A name with brackets or stars that is there is that file, not a pattern.
  if (stats === null && !existsAsLink(arg) && isDynamicPattern(arg)) return fromPattern(arg, arg, undefined);
  return ok([named(arg)]);
}

async function fromPattern(
  _arg: string,
  pattern: string,
  folder: string | undefined,
): Promise<Result<NamedFile[], AppError>> {
  const found = await glob(pattern, {
    ...(folder === undefined ? {} : { cwd: folder }),
    // Paths look like what was typed: an absolute pattern gives absolute paths.
    absolute: folder === undefined && isAbsolute(pattern),
    onlyFiles: true,
    followSymbolicLinks: false,
    caseSensitiveMatch: folder === undefined,
    expandDirectories: false,
    dot: folder === undefined,
  }).catch(() => []);
  if (found.length === 0) {
    const message = folder === undefined ? 'No file matches this pattern.' : 'There is no image in this folder.';
    return { ok: false, error: cliError('INPUT_NO_IMAGES', message) };
  }
  const compare = new Intl.Collator('en', { numeric: true }).compare;
  return ok(found.toSorted(compare).map((path) => named(folder === undefined ? path : join(folder, path))));
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** A link that leads nowhere or in a circle is still the file that was meant. */
function existsAsLink(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
