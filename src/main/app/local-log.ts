/** The program's log: a file in the data directory that never leaves the computer by itself. */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { redact } from '../../core/kernel/redact.ts';

export interface LocalLog {
  readonly folder: string;
  /** One line; line breaks inside it are kept as text, secrets in it are taken out. */
  write(area: string, text: string): void;
}

/** Then the file is put aside, in the place of the one put aside before. */
const largestBytes = 5_000_000;

export function openLocalLog(dataDir: string, clock: () => Date = () => new Date()): LocalLog {
  const folder = join(dataDir, 'logs');
  const file = join(folder, 'shell.log');
  return {
    folder,
    write(area, text) {
      // Native libraries colour what they say.
      const plain = redact(stripVTControlCharacters(text)).trimEnd().replaceAll('\n', '\\n');
      if (plain === '') return;
      try {
        mkdirSync(folder, { recursive: true });
        if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestBytes) renameSync(file, `${file}.1`);
        appendFileSync(file, `${clock().toISOString()} ${area}: ${plain}\n`);
      } catch {
        // A log that cannot be written must not stop an inspection; the station says that the disk is full.
      }
    },
  };
}
