/**
 * Files that came while nobody may import them: the window is locked, nobody has signed in, or whoever has may only
 * look. They are kept over a restart too, and are imported as soon as somebody may.
 */
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

export interface HeldFiles {
  count(): number;
  /** Imports them now where somebody is here who may; holds them where not, and where their import cannot begin. */
  receive(files: readonly string[]): Promise<void>;
  /** Somebody else may be here: imports them where that person may. */
  release(): Promise<void>;
}

export interface HeldFilesOptions {
  /** Where their paths are kept; absent while there are none. */
  readonly file: string;
  readonly mayImport: () => boolean;
  readonly start: (files: readonly string[]) => Promise<{ readonly ok: boolean }>;
  readonly onCount: (count: number) => void;
}

/** As many as one import takes. */
const most = 100_000;
const paths = z.array(z.string().min(1).max(4096)).max(most);

export function openHeldFiles({ file, mayImport, start, onCount }: HeldFilesOptions): HeldFiles {
  let held: readonly string[] = read(file);
  let releasing = false;
  const become = (files: readonly string[]): void => {
    held = files;
    write(file, held);
    onCount(held.length);
  };
  return {
    count: () => held.length,
    async receive(files) {
      if (files.length === 0 || (mayImport() && (await start(files)).ok)) return;
      become([...new Set([...held, ...files])].slice(0, most));
    },
    async release() {
      if (releasing || held.length === 0 || !mayImport()) return;
      releasing = true;
      const files = new Set(held);
      const started = await start([...files]).finally(() => {
        releasing = false;
      });
      // Not before the import has begun: one that could not is tried again with the next person.
      if (started.ok) become(held.filter((path) => !files.has(path)));
    },
  };
}

function read(file: string): readonly string[] {
  try {
    return paths.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? [];
  } catch {
    return [];
  }
}

function write(file: string, held: readonly string[]): void {
  try {
    if (held.length === 0) rmSync(file, { force: true });
    else {
      writeFileSync(`${file}.new`, JSON.stringify(held), { flush: true });
      renameSync(`${file}.new`, file);
    }
  } catch {
    // They are held for as long as the program runs; that the disk takes nothing is said by the station.
  }
}
