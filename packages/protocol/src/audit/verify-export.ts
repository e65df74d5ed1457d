import { parseSignedCheckpoint } from './checkpoint.ts';
import { ComparedTiles } from './compared-tiles.ts';
import { type ExportFiles, exportPaths, parseCheckpoints, parseVkeys, readText } from './export-files.ts';
import type { Damage } from './row-damage.ts';
import {
  type KnownElsewhere,
  nothingKnown,
  type SignedLog,
  type SignedLogReport,
  type VerifyingTools,
} from './signed-log.ts';
import type { AuditDamage, StoredEntry } from './stored-log.ts';
import { entriesPath, isTilePath, readEntryBundle, tileWidth, widthOf } from './tiles.ts';
import { verifySignedLog } from './verify-signed-log.ts';

/**
 * Verifies an exported log (C2SP tlog-tiles) by the same rules as the log itself, and that every tile is the tree's
 * (rules L15 and L16). The entries are read once; only where they are not those of a checkpoint are they read again, with
 * the tiles' leaf hashes beside them, which tell which entry was changed.
 */
export function verifyExport(
  tools: VerifyingTools,
  files: ExportFiles,
  known: KnownElsewhere = nothingKnown,
): SignedLogReport {
  const opened = openExport(files);
  if ('damage' in opened) return { ok: false, ...opened };
  const { size, head } = opened;
  const tiles = new ComparedTiles(files, size);
  const first = new Bundles(files, size, () => null);
  const log: SignedLog = { ...head, entries: first.entries() };
  const report = verifySignedLog(tools, log, known, (level, index, hash) => tiles.compare(level, index, hash));
  const torn = first.damage;
  if (torn !== null) return { ok: false, ...torn };
  if (report.ok) return tiles.damage === null ? report : { ok: false, ...tiles.damage };
  if (report.damage !== 'rewritten') return report;
  const again = new Bundles(files, size, (index) => tiles.leaf(index));
  const closer = verifySignedLog(tools, { ...head, entries: again.entries() }, known);
  return !closer.ok && closer.index >= report.index ? closer : report;
}

interface OpenedExport {
  readonly size: number;
  readonly head: Omit<SignedLog, 'entries'>;
}

function openExport(files: ExportFiles): OpenedExport | Damage {
  const found = (damage: AuditDamage, message: string): Damage => ({ index: 0, damage, message });
  const note = readText(files, exportPaths.checkpoint);
  const newest = note === null ? null : parseSignedCheckpoint(note);
  if (note === null || !newest?.ok) return found('checkpoint_forged', 'the export has no checkpoint that can be read');
  const checkpoints = parseCheckpoints(readText(files, exportPaths.checkpoints) ?? '');
  if (!checkpoints.ok) return found('checkpoint_forged', checkpoints.message);
  if (checkpoints.value.at(-1)?.note !== note) {
    return found('checkpoint_replayed', 'the checkpoint of the export is not the newest of its checkpoints');
  }
  const vkeys = parseVkeys(readText(files, exportPaths.vkeys) ?? '');
  if (!vkeys.ok) return found('key_swapped', vkeys.message);
  const { size } = newest.value.checkpoint;
  for (const path of files.paths) {
    if (!path.startsWith('tile/') || isTilePath(path, size)) continue;
    return found('checkpoint_replayed', `the checkpoint of ${size} entries does not speak of the file ${path}`);
  }
  return { size, head: { nodes: null, checkpoints: checkpoints.value, vkeys: vkeys.value } };
}

/** The entries of an export, a bundle in memory at a time. Ends early where a bundle cannot be read, and says so. */
class Bundles {
  damage: Damage | null = null;
  readonly #files: ExportFiles;
  readonly #size: number;
  readonly #leafOf: (index: number) => Uint8Array | null;

  constructor(files: ExportFiles, size: number, leafOf: (index: number) => Uint8Array | null) {
    this.#files = files;
    this.#size = size;
    this.#leafOf = leafOf;
  }

  *entries(): Iterable<StoredEntry> {
    for (let index = 0; index * tileWidth < this.#size; index += 1) {
      const start = index * tileWidth;
      const width = widthOf(0, index, this.#size);
      const path = entriesPath(index, width);
      const bytes = this.#files.read(path);
      const bundle = bytes === null ? null : readEntryBundle(bytes);
      if (!bundle?.ok || bundle.value.length !== width) {
        this.damage = { index: start, damage: 'tile_damaged', message: `${path} does not hold ${width} entries` };
        return;
      }
      for (const [at, entry] of bundle.value.entries()) {
        yield { seq: start + at, bytes: entry, leaf: this.#leafOf(start + at) };
      }
    }
  }
}
