/** The window's place between two starts: a small file that may be missing, old or damaged. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type WindowPlace, windowPlaceSchema } from './window-place.ts';

export function readPlace(file: string): WindowPlace | null {
  try {
    return windowPlaceSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
  } catch {
    return null;
  }
}

/** A place that cannot be written is only forgotten: no person is bothered with it. */
export function savePlace(file: string, place: WindowPlace): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(place));
    renameSync(`${file}.new`, file);
  } catch {
    // A full or read-only disk is said by the station, which has more to lose.
  }
}
