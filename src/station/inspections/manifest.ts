/** A manifest: one JSON object a line, `{"image", "golden"?, "part"?, "lot"?, "serial"?}`; paths relative to the file. */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { isBlank } from '../../core/kernel/blank.ts';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import type { BoardRequest } from './board-request.ts';
import { manifestError } from './errors.ts';

const isNamed = (text: string): boolean => !isBlank(text);

/** Part numbers and serials made of digits are often written as JSON numbers. */
const label = z
  .union([z.string(), z.number().int().transform(String)])
  .refine(isNamed, 'it is blank; leave it out where there is none')
  .nullish()
  .transform((text) => text ?? null);

const fileName = z.string().refine(isNamed, 'it is blank');

const rowSchema = z.object({
  image: fileName,
  golden: fileName.nullish(),
  part: label,
  lot: label,
  serial: label,
});

const keys = Object.keys(rowSchema.shape);

/** What a key was meant for that differs in its letters' case or in spaces: without it the board would be judged otherwise. */
function misspelt(row: object): { readonly key: string; readonly meant: string } | null {
  for (const key of Object.keys(row)) {
    const meant = key.trim().toLowerCase();
    if (keys.includes(meant) && !Object.hasOwn(row, meant)) return { key, meant };
  }
  return null;
}

/** A line that names a board, or what is wrong with it; `image` is then the best name there is. */
export type ManifestLine =
  | { readonly ok: true; readonly request: BoardRequest }
  | { readonly ok: false; readonly image: string; readonly error: AppError };

/** Reads a manifest. Blank lines are skipped; a bad line gets its own error. Errors: MANIFEST_UNREADABLE. */
export function readManifest(file: string): Result<ManifestLine[], AppError> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
    return fail(manifestError('MANIFEST_UNREADABLE', `The manifest ${file} cannot be read (${why}).`));
  }
  return ok(parseManifest(text, file));
}

export function parseManifest(text: string, file: string): ManifestLine[] {
  const folder = dirname(resolve(file));
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => parseLine(line, number, file, folder));
}

function parseLine(line: string, number: number, file: string, folder: string): ManifestLine {
  const refused = (image: string, why: string): ManifestLine => ({
    ok: false,
    image,
    error: manifestError('MANIFEST_LINE', `Line ${number} of the manifest was skipped: ${why}`, { line: number }),
  });
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return refused(`${file}:${number}`, 'it is no JSON.');
  }
  const row = rowSchema.safeParse(raw);
  if (!row.success) {
    const named = z.object({ image: fileName }).safeParse(raw);
    const issue = row.error.issues[0];
    const why = `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'not understood'}.`;
    return refused(named.success ? named.data.image : `${file}:${number}`, why);
  }
  const { image, golden, part, lot, serial } = row.data;
  const wrong = misspelt(raw as object);
  if (wrong !== null) return refused(image, `write "${wrong.meant}" for "${wrong.key}".`);
  return {
    ok: true,
    request: {
      image: { given: image, path: resolve(folder, image) },
      golden: golden ? { given: golden, path: resolve(folder, golden), from: 'named' } : null,
      part,
      lot,
      serial,
    },
  };
}
