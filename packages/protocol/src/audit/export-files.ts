import { parseSignedCheckpoint } from './checkpoint.ts';
import { type Parsed, parsed, refused } from './parsed.ts';
import type { StoredCheckpoint } from './signed-log.ts';

/** An exported folder as its reader gives it; nothing in it is believed. */
export interface ExportFiles {
  /** Every file in it, as path with `/` from the folder. */
  readonly paths: Iterable<string>;
  /** A file's bytes; null where there is none, or it cannot be read. */
  read(path: string): Uint8Array | null;
}

/** Files beside the tiles. The first is of C2SP tlog-tiles, the others are this log's own. */
export const exportPaths = {
  /** The newest signed state, which the export speaks of. */
  checkpoint: 'checkpoint',
  /** Every checkpoint up to the newest, in the order of size, an empty line between two. */
  checkpoints: 'checkpoints',
  /** The verifier key of every epoch, one a line. */
  vkeys: 'vkeys',
} as const;

/** The notes of a log in one text, in the order given. */
export const formatCheckpoints = (notes: readonly string[]): string => notes.join('\n');

/** A note of this log is two paragraphs, its body and its signatures: no body has an empty line in it. */
export function parseCheckpoints(text: string): Parsed<readonly StoredCheckpoint[]> {
  const paragraphs = text.split('\n\n');
  const checkpoints: StoredCheckpoint[] = [];
  for (let at = 0; at < paragraphs.length; at += 2) {
    const isLast = at + 2 >= paragraphs.length;
    const note = `${paragraphs[at]}\n\n${paragraphs[at + 1] ?? ''}${isLast ? '' : '\n'}`;
    const read = parseSignedCheckpoint(note);
    if (!read.ok) return refused(`checkpoint ${at / 2} cannot be read: ${read.message}`);
    checkpoints.push({ size: read.value.checkpoint.size, note });
  }
  return parsed(checkpoints);
}

export const formatVkeys = (vkeys: readonly string[]): string => vkeys.map((vkey) => `${vkey}\n`).join('');

/** The lines, whatever they say: they are compared with the log's own words. */
export function parseVkeys(text: string): Parsed<readonly string[]> {
  if (text !== '' && !text.endsWith('\n')) return refused('The file of keys does not end with its last line');
  return parsed(text.split('\n').slice(0, -1));
}

// Refuses what is no UTF-8 instead of repairing it, and keeps a byte order mark in sight.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A text file of the export; null where it is not there or no UTF-8. */
export function readText(files: ExportFiles, path: string): string | null {
  const bytes = files.read(path);
  try {
    return bytes === null ? null : utf8.decode(bytes);
  } catch {
    return null;
  }
}
