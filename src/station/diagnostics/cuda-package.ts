import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Unzip, UnzipInflate } from 'fflate';

/**
 * Writes the named files of a zip file into a folder, under their base names, in one pass and bounded memory: the
 * package is hundreds of megabytes.
 * @returns Those that the package had.
 * @throws Error for a damaged zip file or a failed write.
 */
export async function unpackFiles(zipPath: string, wanted: readonly string[], into: string): Promise<string[]> {
  const found: string[] = [];
  const writes: Promise<void>[] = [];
  let failure: Error | null = null;
  let drained: Promise<unknown> = Promise.resolve();
  const unzip = new Unzip((file) => {
    if (!wanted.includes(file.name)) return;
    found.push(file.name);
    const out = createWriteStream(join(into, basename(file.name)), { flush: true });
    const written = once(out, 'close').then(() => undefined);
    // Heard at the end; until then nobody listens for a full disk.
    written.catch(() => undefined);
    writes.push(written);
    file.ondata = (cause, data, isLast) => {
      if (cause) failure ??= cause;
      if (cause || isLast) out.end(data ?? undefined);
      else if (!out.write(data)) drained = Promise.race([once(out, 'drain'), written]);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  for await (const chunk of createReadStream(zipPath)) {
    unzip.push(chunk as Uint8Array);
    await drained;
    if (failure) throw failure;
  }
  unzip.push(new Uint8Array(0), true);
  await Promise.all(writes);
  if (failure) throw failure;
  return found;
}
