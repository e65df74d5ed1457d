import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type ExportFiles, nothingKnown, type SignedLogReport, verifyExport } from '@fiducial/protocol/audit';
import { sha256 } from '../digest.ts';
import { ed25519Verifier } from '../keys/ed25519.ts';

/**
 * Verifies a folder that `exportLog` wrote, here or elsewhere: needs no station.
 *
 * @param vkeys Verifier keys got another way; null: the export's own are taken at their word.
 */
export const verifyExportedLog = (folder: string, vkeys: readonly string[] | null): SignedLogReport =>
  verifyExport({ sha256, verify: ed25519Verifier() }, filesOf(folder), { ...nothingKnown, vkeys });

function filesOf(folder: string): ExportFiles {
  return {
    paths: pathsIn(folder),
    read(path) {
      try {
        return readFileSync(join(folder, ...path.split('/')));
      } catch {
        return null;
      }
    },
  };
}

/** Files only, with `/` between the folders of a path; none where the folder cannot be read. */
function pathsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
  } catch {
    return [];
  }
}
