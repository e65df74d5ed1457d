import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** Reads lines of stdin one after another; a terminal shows nothing of what is typed. Null at the end. */
export function secretReader(): { read(question: string): Promise<string | null> } {
  let lines: AsyncIterator<string> | null = null;
  return {
    async read(question) {
      const { stdin, stderr } = process;
      if (stdin.isTTY) return askHidden(question, stderr);
      lines ??= createInterface({ input: stdin })[Symbol.asyncIterator]();
      const next = await lines.next();
      return next.done === true ? null : next.value;
    },
  };
}

function askHidden(question: string, stderr: NodeJS.WriteStream): Promise<string | null> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: process.stdin, output: silent, terminal: true });
  stderr.write(question);
  return new Promise((resolve) => {
    reader.once('close', () => resolve(null));
    reader.question('', (answer) => {
      resolve(answer);
      reader.close();
      stderr.write('\n');
    });
  });
}
