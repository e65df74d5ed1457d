import { basename, extname, join } from 'node:path';

/** Gives file names in a folder after the boards' own, each once in a run: `board.jpg` and `board.png` do not collide. */
export function outputNames(folder: string, ending: string): (imagePath: string) => string {
  const taken = new Set<string>();
  return (imagePath) => {
    const stem = basename(imagePath, extname(imagePath)) || 'board';
    for (let count = 1; ; count += 1) {
      const name = `${stem}${count === 1 ? '' : `-${count}`}${ending}`;
      // Compared as file systems do that know no difference between a and A.
      const key = name.normalize('NFC').toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return join(folder, name);
    }
  };
}
