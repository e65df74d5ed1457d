/** What the cache holds and when each image was last looked at; keeps it within its limit. */
import { readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { pyramidIndexSchema } from '../../engine/protocol.ts';

/**
 * Bytes that the cache may take: the tiles of some 100 boards of 16,000² px, or of 20,000 boards of 640² px. A board
 * that was thrown out costs seconds at the next look, not a result, so the disk is better used for originals.
 */
export const cacheLimitBytes = 8 * 1024 ** 3;
/** Share of the limit to which a full cache is emptied, so that not every picture empties it again. */
const emptyTo = 0.9;
/** The folder's time keeps the order over a restart; to the minute is enough. */
const stampEveryMs = 60_000;

export interface CacheLedger {
  /** Somebody looks at the image. */
  used(sha256: string): void;
  /** Pictures of the image were put in place. Gives the images that were thrown out for it, never the image itself. */
  added(sha256: string): Promise<readonly string[]>;
}

interface Row {
  readonly bytes: number;
  readonly usedMs: number;
}

export function cacheLedger(folder: string, limitBytes: number): CacheLedger {
  /** Uses of this session, the last one last. */
  const lastUse = new Set<string>();
  const stamped = new Map<string, number>();
  let reading: Promise<Map<string, Row>> | null = null;
  const rows = (): Promise<Map<string, Row>> => {
    reading ??= readRows(folder);
    return reading;
  };
  return {
    used(sha256) {
      const now = Date.now();
      lastUse.delete(sha256);
      lastUse.add(sha256);
      if (now - (stamped.get(sha256) ?? 0) < stampEveryMs) return;
      stamped.set(sha256, now);
      utimes(join(folder, sha256), now / 1000, now / 1000).catch(() => undefined);
    },
    async added(sha256) {
      const known = await rows();
      known.set(sha256, { bytes: await bytesOf(join(folder, sha256)), usedMs: Date.now() });
      lastUse.delete(sha256);
      lastUse.add(sha256);
      let total = [...known.values()].reduce((sum, { bytes }) => sum + bytes, 0);
      const removed: string[] = [];
      if (total <= limitBytes) return removed;
      for (const [name, { bytes }] of oldestFirst(known, [...lastUse])) {
        if (total <= limitBytes * emptyTo) break;
        if (name === sha256) continue;
        await rm(join(folder, name), { recursive: true, force: true });
        known.delete(name);
        lastUse.delete(name);
        removed.push(name);
        total -= bytes;
      }
      return removed;
    },
  };
}

/** Those that nobody looked at in this session come first, by the times of their folders. */
function oldestFirst(known: ReadonlyMap<string, Row>, used: readonly string[]): readonly (readonly [string, Row])[] {
  const place = new Map(used.map((name, at) => [name, at]));
  return [...known].toSorted(
    ([a, rowA], [b, rowB]) => (place.get(a) ?? -1) - (place.get(b) ?? -1) || rowA.usedMs - rowB.usedMs,
  );
}

async function readRows(folder: string): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((each) => /^[0-9a-f]{64}$/.test(each))) {
    const path = join(folder, name);
    const usedMs = await stat(path).then(
      ({ mtimeMs }) => mtimeMs,
      () => 0,
    );
    rows.set(name, { bytes: await bytesOf(path), usedMs });
  }
  return rows;
}

/** Of an image's pictures, by their index: counting a thousand files for each image would be slower than making them. */
async function bytesOf(path: string): Promise<number> {
  const thumbnail = await stat(join(path, 'thumbnail', 'thumbnail.jpg')).then(
    ({ size }) => size,
    () => 0,
  );
  try {
    const index = pyramidIndexSchema.parse(JSON.parse(await readFile(join(path, 'tiles', 'index.json'), 'utf8')));
    return index.levels.flatMap((tiles) => Object.values(tiles)).reduce((sum, bytes) => sum + bytes, thumbnail);
  } catch {
    return thumbnail;
  }
}
