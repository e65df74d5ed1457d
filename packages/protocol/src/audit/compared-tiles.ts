import { sameBytes } from './digest.ts';
import type { ExportFiles } from './export-files.ts';
import type { Damage } from './row-damage.ts';
import { readHashTile, tileLevels, tilePath, tileWidth, widthOf } from './tiles.ts';

/** The hash tiles of an export against the tree that its entries give. One tile a level is in memory. */
export class ComparedTiles {
  /** The wrong hash that stands over the earliest entry. */
  damage: Damage | null = null;
  readonly #files: ExportFiles;
  readonly #size: number;
  readonly #open = new Map<number, { readonly index: number; readonly hashes: readonly Uint8Array[] }>();

  constructor(files: ExportFiles, size: number) {
    this.#files = files;
    this.#size = size;
  }

  /** Told of every complete node of the tree; tiles hold those of every eighth level. */
  compare(level: number, index: number, hash: Uint8Array): void {
    if (level % tileLevels !== 0) return;
    const stored = this.#hash(level / tileLevels, index);
    if (stored !== null && sameBytes(stored, hash)) return;
    const firstLeaf = index * 2 ** level;
    if (this.damage !== null && this.damage.index <= firstLeaf) return;
    const message = `${this.#pathOf(level / tileLevels, Math.floor(index / tileWidth))} is not of these entries`;
    this.damage = { index: firstLeaf, damage: 'tile_damaged', message };
  }

  /** The leaf hash that the tiles have for an entry; null where they have none. */
  leaf(index: number): Uint8Array | null {
    return this.#hash(0, index);
  }

  #hash(level: number, place: number): Uint8Array | null {
    const index = Math.floor(place / tileWidth);
    let tile = this.#open.get(level);
    if (tile?.index !== index) {
      const bytes = this.#files.read(this.#pathOf(level, index));
      const read =
        bytes === null ? null : readHashTile(bytes, { level, index, width: widthOf(level, index, this.#size) });
      tile = { index, hashes: read?.ok ? read.value : [] };
      this.#open.set(level, tile);
    }
    return tile.hashes[place % tileWidth] ?? null;
  }

  #pathOf(level: number, index: number): string {
    return tilePath({ level, index, width: widthOf(level, index, this.#size) });
  }
}
