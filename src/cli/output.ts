/** stdout, whose lines arrive whole or are known to be lost. */
import { fstatSync, writeSync } from 'node:fs';

export interface Output {
  /** Nothing after a failure. */
  write(text: string): void;
  /** Resolves when all that was written is out or lost. */
  settled(): Promise<void>;
}

/** @param onFailure Called once, with the code of the first failure. */
export function lineOutput(
  stream: NodeJS.WriteStream & { readonly fd: number },
  onFailure: (code: string) => void,
): Output {
  let failed = false;
  const fail = (error: NodeJS.ErrnoException): void => {
    if (failed) return;
    failed = true;
    onFailure(error.code ?? error.message);
  };
  stream.on('error', fail);
  const toFile = isFile(stream.fd);
  return {
    write(text) {
      if (failed) return;
      if (!toFile) {
        stream.write(text);
        return;
      }
      try {
        writeWhole(stream.fd, Buffer.from(text));
      } catch (thrown) {
        fail(thrown as NodeJS.ErrnoException);
      }
    },
    // The stream tells of its failure after it has called back.
    settled: () => new Promise((resolve) => stream.write('', () => setImmediate(resolve))),
  };
}

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}

/** A disk that fills up takes the beginning of a line and says so by the count alone, which Node's stream does not read. */
function writeWhole(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}
