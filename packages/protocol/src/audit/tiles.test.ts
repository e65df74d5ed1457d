import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildLog, sampleBytes, sha256 } from './testing/sample-log.ts';
import {
  bundlesOf,
  entriesPath,
  entryBundle,
  hashTile,
  readEntryBundle,
  readHashTile,
  tilePath,
  tilesOf,
  tileWidth,
} from './tiles.ts';
import { leafHash, rootOfLeaves } from './tree.ts';

describe('paths of tiles', () => {
  // The first is the specification's own example.
  it.each([
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 999, width: 1 }, 'tile/0/999.p/1'],
    [{ level: 1, index: 1000, width: 255 }, 'tile/1/x001/000.p/255'],
    [{ level: 2, index: 70_000, width: 256 }, 'tile/2/x070/000'],
  ])('%j', (tile, path) => {
    expect(tilePath(tile)).toBe(path);
    expect(entriesPath(tile.index, tile.width)).toBe(path.replace(/^tile\/\d/, 'tile/entries'));
  });
});

describe('tiles of a log', () => {
  it('are those of the specification at 70,000 entries: 273 full, one of 112; one full, one of 17; one of 1', () => {
    const widths = tilesOf(70_000).map(({ level, width }) => `${level}:${width}`);
    const counted = Object.entries(Object.groupBy(widths, (width) => width)).map(([key, same]) => [key, same?.length]);
    expect(Object.fromEntries(counted)).toEqual({ '0:256': 273, '0:112': 1, '1:256': 1, '1:17': 1, '2:1': 1 });
  });

  it.each([
    [0, []],
    [1, ['tile/0/000.p/1']],
    [256, ['tile/0/000', 'tile/1/000.p/1']],
    [257, ['tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1']],
  ])('at %i entries', (size, paths) => {
    expect(tilesOf(size).map(tilePath)).toEqual(paths);
    expect(bundlesOf(size)).toHaveLength(Math.ceil(size / tileWidth));
  });

  it('hold the hashes of the tree: a tile above is the root of the full tile below', () => {
    const size = 600;
    const log = buildLog(Array.from({ length: size }, (_, n) => Buffer.from(`entry ${n}`)));
    const nodeAt = (level: number, index: number) =>
      (level === 0 ? log.rows[index]?.leaf : log.nodes.get(`${level}/${index}`)) as Uint8Array;
    const read = tilesOf(size).map((tile) => {
      const hashes = readHashTile(hashTile(nodeAt, tile), tile);
      return hashes.ok ? hashes.value : [];
    });
    expect(read.map(({ length }) => length)).toEqual([256, 256, 88, 2]);
    expect(read.slice(0, 3).flat()).toEqual(log.rows.map(({ leaf }) => Uint8Array.from(leaf)));
    expect(read[3]?.map((hash) => Buffer.from(hash))).toEqual(
      [0, 1].map((tile) => Buffer.from(rootOfLeaves(sha256, read[tile] ?? []))),
    );
    expect(readHashTile(new Uint8Array(33), { level: 0, index: 0, width: 1 })).toMatchObject({ ok: false });
  });
});

describe('a bundle of entries', () => {
  it('comes back as it was written, whatever is in it', () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 256 });
    fc.assert(
      fc.property(entries, (contents) => {
        const read = readEntryBundle(entryBundle(contents));
        expect(read.ok && read.value.map((entry) => [...entry])).toEqual(contents.map((entry) => [...entry]));
      }),
      { numRuns: 30 },
    );
  });

  it('takes an entry of 65,535 bytes and none longer', () => {
    const longest = new Uint8Array(65_535).fill(7);
    const read = readEntryBundle(entryBundle([longest]));
    expect(read.ok && leafHash(sha256, read.value[0] as Uint8Array)).toEqual(leafHash(sha256, longest));
    expect(() => entryBundle([new Uint8Array(65_536)])).toThrow(RangeError);
  });

  it.each([1, 2, 40])('is refused when it ends %i bytes early', (missing) => {
    const bytes = entryBundle([sampleBytes(0), sampleBytes(1)]);
    expect(readEntryBundle(bytes.slice(0, -missing))).toMatchObject({ ok: false });
  });

  it('is refused when it ends within a length', () => {
    expect(readEntryBundle(Uint8Array.from([0, 1, 7, 0]))).toMatchObject({ ok: false });
  });
});
