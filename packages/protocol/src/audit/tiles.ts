import { maxEntryBytes } from './entry.ts';
import { type Parsed, parsed, refused } from './parsed.ts';
import type { NodeReader } from './proof.ts';

/** A log as plain files (C2SP tlog-tiles): hashes 256 to a tile, entries 256 to a bundle. */
export const tileWidth = 256;
/** Levels of the tree between two levels of tiles. */
export const tileLevels = 8;
const hashBytes = 32;

export interface Tile {
  /** 0: leaf hashes; each level above holds the roots of full tiles below. A tile level is eight levels of the tree. */
  readonly level: number;
  readonly index: number;
  /** Hashes in it, 1 to 256; fewer than 256 only in the newest tile of a level. */
  readonly width: number;
}

/** `tile/<level>/<index>`, with `.p/<width>` where it is partial. */
export const tilePath = ({ level, index, width }: Tile): string => `tile/${level}/${placeOf(index, width)}`;

/** `tile/entries/<index>`, with `.p/<width>` where it is partial. */
export const entriesPath = (index: number, width: number): string => `tile/entries/${placeOf(index, width)}`;

/** Three digits to a path element, all but the last marked with an x, so that no file is also a folder. */
function placeOf(index: number, width: number): string {
  const digits = String(index);
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  const groups = padded.match(/.{3}/g) ?? [];
  const path = groups.map((group, at) => (at === groups.length - 1 ? group : `x${group}`)).join('/');
  return width === tileWidth ? path : `${path}.p/${width}`;
}

/** Whether a log of `size` entries has this file among its tiles and bundles. */
export function isTilePath(path: string, size: number): boolean {
  const [, folder, place, partial] = /^tile\/(\d+|entries)\/((?:x\d{3}\/)*\d{3})(?:\.p\/(\d+))?$/.exec(path) ?? [];
  if (folder === undefined || place === undefined) return false;
  const index = Number(place.replace(/[x/]/g, ''));
  const level = folder === 'entries' ? 0 : Number(folder);
  const width = widthOf(level, index, size);
  if (width < 1 || Number(partial ?? tileWidth) !== width) return false;
  return path === (folder === 'entries' ? entriesPath(index, width) : tilePath({ level, index, width }));
}

/** Hashes that a tile of a log of `size` entries has; below 1 where the log has no such tile. */
export const widthOf = (level: number, index: number, size: number): number =>
  Math.min(tileWidth, Math.floor(size / tileWidth ** level) - index * tileWidth);

/** Every hash tile of a log of `size` entries, leaves first. */
export function tilesOf(size: number): readonly Tile[] {
  const tiles: Tile[] = [];
  for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / tileWidth)) {
    tiles.push(...runsOf(count).map((run) => ({ level, ...run })));
  }
  return tiles;
}

/** Every entry bundle of a log of `size` entries. */
export const bundlesOf = (size: number): readonly { readonly index: number; readonly width: number }[] => runsOf(size);

function runsOf(count: number) {
  return Array.from({ length: Math.ceil(count / tileWidth) }, (_, index) => ({
    index,
    width: Math.min(tileWidth, count - index * tileWidth),
  }));
}

/** The tile's bytes: its hashes one after another. */
export function hashTile(nodeAt: NodeReader, { level, index, width }: Tile): Uint8Array {
  const bytes = new Uint8Array(width * hashBytes);
  for (let at = 0; at < width; at += 1) bytes.set(nodeAt(level * tileLevels, index * tileWidth + at), at * hashBytes);
  return bytes;
}

export function readHashTile(bytes: Uint8Array, { width }: Tile): Parsed<readonly Uint8Array[]> {
  if (bytes.length !== width * hashBytes) return refused(`A tile of ${width} hashes has ${width * hashBytes} bytes`);
  return parsed(Array.from({ length: width }, (_, at) => bytes.subarray(at * hashBytes, (at + 1) * hashBytes)));
}

/** Entries one after another, each behind its length in two bytes, the higher first. */
export function entryBundle(entries: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((total, { length }) => total + 2 + length, 0));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > maxEntryBytes) throw new RangeError('An entry is too long for a bundle');
    bytes.set([entry.length >> 8, entry.length & 0xff], at);
    bytes.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bytes;
}

export function readEntryBundle(bytes: Uint8Array): Parsed<readonly Uint8Array[]> {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at + 2;
    const length = ((bytes[at] as number) << 8) | (bytes[at + 1] ?? 0);
    if (start + length > bytes.length) return refused('The bundle ends within an entry');
    entries.push(bytes.subarray(start, start + length));
    at = start + length;
  }
  return parsed(entries);
}
