/** From what was typed to the boards to inspect: images, folders, globs, a manifest. */
import { type AppError, ok, type Result } from '../core/kernel/result.ts';
import { boardsWithGoldens } from '../station/imports/boards-with-goldens.ts';
import { findImages, namedGolden } from '../station/imports/find-images.ts';
import type { OwnOutput } from '../station/imports/own-output.ts';
import type { BoardRequest, NamedFile } from '../station/inspections/board-request.ts';
import { readManifest } from '../station/inspections/manifest.ts';
import { cliError } from './errors.ts';

export type BoardInput =
  | {
      readonly ok: true;
      readonly request: BoardRequest;
      /** Whether a folder or pattern was searched for it: nobody named this very file. */
      readonly searched: boolean;
    }
  | { readonly ok: false; readonly image: string; readonly error: AppError };

/** What holds for every board that does not say otherwise. */
export interface InputDefaults {
  readonly golden?: string;
  readonly part?: string;
  readonly lot?: string;
  readonly serial?: string;
}

/**
 * Boards in the order in which they were named; folders and globs in order of their paths. Where no golden is given, a
 * golden that lies beside a board by its name is the board's and no board itself, as in the window. What names nothing
 * gets an error line of its own. Errors: MANIFEST_UNREADABLE.
 * @param onOwn Told of what a search met that the program wrote itself: no board, and nobody named it.
 */
export async function collectInputs(
  args: readonly string[],
  manifest: string | undefined,
  defaults: InputDefaults,
  onOwn: (own: OwnOutput) => void = () => undefined,
): Promise<Result<BoardInput[], AppError>> {
  const golden = defaults.golden === undefined ? null : namedGolden(defaults.golden);
  const { part = null, lot = null, serial = null } = defaults;
  const found = [];
  for (const arg of args) found.push(await expand(arg, onOwn));
  const images = found.flatMap(({ files }) => files);
  const boards = golden === null ? await boardsWithGoldens(images) : images.map((image) => ({ image, golden }));
  const boardOf = new Map(boards.map((board) => [board.image, board]));
  const inputs = found.flatMap(({ files, refused, searched }): BoardInput[] => {
    const named = files.flatMap((image) => boardOf.get(image) ?? []);
    return [
      ...named.map((board): BoardInput => ({ ok: true, request: { ...board, part, lot, serial }, searched })),
      ...refused,
    ];
  });
  if (manifest === undefined) return ok(inputs);
  const lines = readManifest(manifest);
  if (!lines.ok) return lines;
  if (lines.value.length === 0)
    inputs.push({ ok: false, image: manifest, error: cliError('INPUT_NO_IMAGES', 'The manifest names no board.') });
  for (const line of lines.value) {
    if (!line.ok) {
      inputs.push(line);
      continue;
    }
    const { request } = line;
    inputs.push({
      ok: true,
      searched: false,
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

interface Expanded {
  readonly files: readonly NamedFile[];
  readonly searched: boolean;
  /** What of it could not be searched, or that it names nothing. */
  readonly refused: readonly Extract<BoardInput, { readonly ok: false }>[];
}

async function expand(arg: string, onOwn: (own: OwnOutput) => void): Promise<Expanded> {
  const { searched: where, files, unreadable, own } = await findImages(arg, { patterns: true });
  for (const each of own) onOwn(each);
  const refused = unreadable.map(({ path, error }) => ({ ok: false as const, image: path, error }));
  const searched = where !== 'file';
  if (files.length > 0 || refused.length > 0) return { files, searched, refused };
  const nothing = where === 'pattern' ? 'No file matches this pattern' : 'There is no image in this folder';
  const message = own.length === 0 ? `${nothing}.` : `${nothing} but what Fiducial wrote itself.`;
  return { files, searched, refused: [{ ok: false, image: arg, error: cliError('INPUT_NO_IMAGES', message) }] };
}
