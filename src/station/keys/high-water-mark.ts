/** The newest signed state of the log, kept beside its key: a database that was set back does not know it. */
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { isSignedBy, parseSignedCheckpoint, parseVerifierKey } from '@fiducial/protocol/audit';
import { z } from 'zod';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import { sha256 } from '../digest.ts';
import { makeDurableFolder, syncFolderNames } from '../durable-folder.ts';
import { readIfThere, writeDurably } from './durable-file.ts';
import { ed25519Verifier } from './ed25519.ts';
import { type KeyError, keyError } from './errors.ts';

export interface Mark {
  readonly size: number;
  readonly root: Uint8Array;
  /** The signed checkpoint, and the key that signed it. */
  readonly note: string;
  readonly vkey: string;
}

export interface HighWaterMark {
  /** Null where none was ever made. Errors: KEY_MARK_DAMAGED. */
  read(): Result<Mark | null, KeyError>;
  /**
   * Keeps a state that is committed. A larger one that is there already stays, because two programs sign one log;
   * `replacing` is for a log that was set back, after the mark was put aside. Errors: KEY_MARK_NOT_STORED.
   */
  raise(mark: Pick<Mark, 'note' | 'vkey' | 'size'>, replacing?: 'larger'): Result<void, KeyError>;
  /** Copies the mark as it is to a name of its own, as evidence. Gives the copy's path; null where there was no mark. */
  putAside(why: 'rolled-back' | 'damaged', time: string): Result<string | null, KeyError>;
}

const markFile = z.strictObject({ v: z.literal(1), vkey: z.string(), note: z.string() });

export function highWaterMark(folder: string): HighWaterMark {
  const path = join(folder, 'high-water-mark.json');
  const notStored = (cause: unknown) =>
    fail(
      keyError('KEY_MARK_NOT_STORED', { cause: cause instanceof Error && 'code' in cause ? String(cause.code) : '' }),
    );

  const read = (): Result<Mark | null, KeyError> => {
    let text: string | null;
    try {
      text = readIfThere(path);
    } catch {
      return fail(keyError('KEY_MARK_DAMAGED'));
    }
    if (text === null) return ok(null);
    const mark = parseMark(text);
    return mark === null ? fail(keyError('KEY_MARK_DAMAGED')) : ok(mark);
  };

  return {
    read,

    raise({ size, note, vkey }, replacing) {
      const stands = read();
      if (replacing === undefined && stands.ok && stands.value !== null && stands.value.size >= size)
        return ok(undefined);
      try {
        makeDurableFolder(folder);
        writeDurably(path, `${JSON.stringify({ v: 1, vkey, note })}\n`);
        return ok(undefined);
      } catch (cause) {
        return notStored(cause);
      }
    },

    putAside(why, time) {
      const aside = join(folder, `high-water-mark.${why}-${time.replaceAll(/[:.]/g, '')}.json`);
      try {
        const text = readIfThere(path);
        if (text === null) return ok(null);
        if (why === 'damaged') {
          renameSync(path, aside);
          syncFolderNames(folder);
        } else writeDurably(aside, text);
        return ok(aside);
      } catch (cause) {
        return notStored(cause);
      }
    },
  };
}

/** Null for what is no mark, or one whose signature does not fit: it would accuse a whole log wrongly. */
function parseMark(text: string): Mark | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const content = markFile.safeParse(json);
  if (!content.success) return null;
  const { vkey, note } = content.data;
  const key = parseVerifierKey(sha256, vkey);
  const signed = parseSignedCheckpoint(note);
  if (!key.ok || !signed.ok || !isSignedBy(signed.value.note, key.value, ed25519Verifier())) return null;
  const { origin, size, root } = signed.value.checkpoint;
  return origin === key.value.name ? { size, root, note, vkey } : null;
}
