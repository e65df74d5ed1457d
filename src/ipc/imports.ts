/** Board images that come in: files, folders, drops, a pasted picture, the samples. */
import { z } from 'zod';
import { call, event } from './contract-kinds.ts';
import { failure, id, line, model, path, storage } from './values.ts';

/** What a person says about all boards of an import; what is absent comes from the files and the recipe. */
const about = z.strictObject({
  part: line.nullish(),
  lot: line.nullish(),
  /** Golden image for every board that has none of its own. */
  golden: path.nullish(),
});

/** A file that was not inspected, and why. `name` as the person gave it: text, whatever it holds. */
const refusal = z.object({ name: z.string(), error: failure });

export const importProgress = z.object({
  importId: id,
  state: z.enum(['reading', 'inspecting', 'finished', 'cancelled']),
  total: z.number().int(),
  /** Now; without `known` and the refused. */
  inspected: z.number().int(),
  /** Boards that the station already knew: found again, not stored twice. */
  known: z.number().int(),
  /** The first 1,000; `refusedTotal` counts all. */
  refused: z.array(refusal),
  refusedTotal: z.number().int(),
  /** Boards in work now, by name as given. */
  running: z.array(
    z.object({
      name: z.string(),
      part: z.string().nullable(),
      /** 0..1; null until it is known */ progress: z.number().nullable(),
    }),
  ),
  /** Set where nothing at all could be inspected (no model, no engine). */
  error: failure.nullable(),
});

const count = z.number().int();
const started = z.object({ importId: id });
const errors = [...storage, 'IMPORT', 'MANIFEST', 'MODEL', 'PROVIDER', 'ENGINE'] as const;

export const imports = {
  /** Opens the system's file dialog and imports what was picked; null where the person cancelled. */
  choose: call(z.strictObject({ what: z.enum(['files', 'folder']), about }), started.nullable(), errors),
  /** Images, folders and manifests (`*.jsonl`, `*.json`). A golden lies beside its board: `X_golden.png` with `X.png` or `X_board.png`, DeepPCB's `X_temp.jpg` with `X_test.jpg`. */
  start: call(z.strictObject({ paths: z.array(path).min(1).max(100_000), about }), started, errors),
  /** A picture from the clipboard; IMPORT_CLIPBOARD_EMPTY where there is none. */
  paste: call(z.strictObject({ about }), started, errors),
  /** The boards that come with the program. */
  samples: call(z.strictObject({}), started, errors),
  /** Inspects stored boards again, with another model where one is named. */
  again: call(
    z.strictObject({
      inspectionIds: z.array(id).min(1).max(10_000),
      model: model.pick({ name: true, version: true }).nullish(),
    }),
    started,
    [...errors, 'INSPECTION'],
  ),
  /** Boards in work are finished, the others not begun. Does nothing to an import that has ended. */
  cancel: call(z.strictObject({ importId: id }), z.object({})),
  /** Imports of this session, newest first. */
  list: call(z.strictObject({}), z.array(importProgress)),
  /** Forgets the ended imports' rows. */
  dismiss: call(z.strictObject({ importId: id }), z.object({})),
  /** Files for which nobody is here who may import them: they are kept, and imported as soon as somebody is. */
  handOver: call(z.strictObject({ paths: z.array(path).min(1).max(100_000) }), z.object({ waiting: count })),
  /** How many are kept so. */
  handedOver: call(z.strictObject({}), z.object({ waiting: count })),
  handOverChanged: event(z.object({ waiting: count })),
  /** At most ten a second for one import; always the last state. */
  progressed: event(importProgress),
};
