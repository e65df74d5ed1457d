/** What the program wrote itself, met in a search for boards. */
import { open } from 'node:fs/promises';
import { datasetMark } from '../exports/dataset-mark.ts';
import { isDrawnPicture } from '../images/drawn-picture.ts';
import type { NamedFile } from '../inspections/board-request.ts';

export interface OwnOutput {
  readonly path: string;
  readonly what: 'drawn_picture' | 'report' | 'data_set' | 'data_directory';
}

/** Which of our folders it is, by the names in it; null where it is none. */
export function ownFolder(names: readonly string[]): OwnOutput['what'] | null {
  if (names.includes(datasetMark.name)) return 'data_set';
  return names.includes('station.db') ? 'data_directory' : null;
}

/** Files of a search, those that the program wrote apart from the others. */
export async function withoutOwnFiles(
  files: readonly NamedFile[],
): Promise<{ readonly files: readonly NamedFile[]; readonly own: readonly OwnOutput[] }> {
  const others: NamedFile[] = [];
  const own: OwnOutput[] = [];
  for (const file of files) {
    const what = await ownFile(file.path);
    if (what === null) others.push(file);
    else own.push({ path: file.given, what });
  }
  return { files: others, own };
}

/** Whatever boards they are of, drawn pictures are JPEGs and reports PDFs: other files are not opened for it. */
async function ownFile(path: string): Promise<OwnOutput['what'] | null> {
  if (/\.jpe?g?$/i.test(path)) return (await isDrawnPicture(path)) ? 'drawn_picture' : null;
  if (/\.pdf$/i.test(path)) return (await isReport(path)) ? 'report' : null;
  return null;
}

/** A report says who made it beside its table of contents, which is at its end. */
async function isReport(path: string): Promise<boolean> {
  try {
    const file = await open(path);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) return false;
      const end = Buffer.alloc(Math.min(stats.size, 65_536));
      await file.read(end, 0, end.length, stats.size - end.length);
      return end.includes('/Creator (Fiducial)');
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}
