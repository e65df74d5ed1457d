import { type ExportFiles, exportPaths, formatCheckpoints, formatVkeys } from '../export-files.ts';
import { bundlesOf, entriesPath, entryBundle, hashTile, tilePath, tilesOf, tileWidth } from '../tiles.ts';
import { nodeOf, type OpenSignedLog } from './sample-signed-log.ts';

/** An export in memory that can be tampered with, by path. */
export type OpenExport = Map<string, Uint8Array>;

/** What a station would write of this log: up to its newest checkpoint. */
export function buildExport(log: OpenSignedLog): OpenExport {
  const size = log.checkpoints.at(-1)?.size ?? 0;
  const files: OpenExport = new Map();
  const text = (path: string, content: string) => files.set(path, new TextEncoder().encode(content));
  text(exportPaths.checkpoint, log.checkpoints.at(-1)?.note ?? '');
  text(exportPaths.checkpoints, formatCheckpoints(log.checkpoints.map(({ note }) => note)));
  text(exportPaths.vkeys, formatVkeys(log.vkeys));
  for (const tile of tilesOf(size)) {
    const bytes = hashTile((level, index) => nodeOf(log, level, index), tile);
    files.set(tilePath(tile), bytes);
  }
  for (const { index, width } of bundlesOf(size)) {
    const rows = log.rows.slice(index * tileWidth, index * tileWidth + width);
    files.set(entriesPath(index, width), entryBundle(rows.map(({ bytes }) => bytes)));
  }
  return files;
}

export const exportFiles = (files: OpenExport): ExportFiles => ({
  paths: files.keys(),
  read: (path) => files.get(path) ?? null,
});
