/** What a traced process asked of the disk, read from strace's output (`-f -y -xx`). */

export type DiskCall =
  | { readonly type: 'create'; readonly path: string; readonly truncates: boolean }
  | { readonly type: 'write'; readonly path: string; readonly offset: number | null; readonly bytes: Buffer }
  | { readonly type: 'truncate'; readonly path: string; readonly size: number }
  /** `covers`: number of calls that had ended when the sync began; later ones are not covered by it. */
  | { readonly type: 'sync'; readonly path: string; readonly covers: number }
  | { readonly type: 'folder'; readonly path: string }
  | { readonly type: 'rename'; readonly from: string; readonly to: string }
  | { readonly type: 'remove'; readonly path: string }
  /** A line that the process said. */
  | { readonly type: 'said'; readonly line: string };

export const tracedCalls = [
  'open,openat,creat,write,writev,pwrite64,pwritev,pwritev2,fsync,fdatasync,sync_file_range,ftruncate,truncate,fallocate',
  'rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,mkdirat,copy_file_range,sendfile,splice,io_uring_setup',
].join(',');

/** Calls that change files in ways this model does not know: met below `folder`, they make the trace useless. */
const unknownCalls = new Set([
  'writev',
  'pwritev',
  'pwritev2',
  'sync_file_range',
  'truncate',
  'fallocate',
  'link',
  'linkat',
  'copy_file_range',
  'sendfile',
  'splice',
  'io_uring_setup',
  'creat',
]);

const unfinished = / <unfinished \.\.\.>$/;
const resumed = /^<\.\.\. (\w+) resumed>(.*)$/s;

/** Reads a trace. Paths are absolute; calls outside `folder` are left out. Throws where a call is not understood. */
export function diskCalls(trace: string, folder: string): readonly DiskCall[] {
  const calls: DiskCall[] = [];
  /** By thread: what has begun and not ended, and how many calls had ended by then. */
  const begun = new Map<string, { readonly text: string; readonly covers: number }>();
  for (const line of trace.split('\n')) {
    const [, thread = '', text = ''] = /^(\d+) +(.*)$/s.exec(line) ?? [];
    if (unfinished.test(text)) {
      begun.set(thread, { text: text.replace(unfinished, ''), covers: calls.length });
      continue;
    }
    const rest = resumed.exec(text);
    const start = begun.get(thread);
    if (rest !== null && start === undefined) throw new Error(`The end of a call without its beginning: ${text}`);
    if (rest !== null) begun.delete(thread);
    const whole = rest === null ? text : `${start?.text ?? ''}${rest[2] ?? ''}`;
    const call = readCall(whole, folder, rest === null ? calls.length : (start?.covers ?? calls.length));
    if (call !== null) calls.push(call);
  }
  return calls;
}

function readCall(text: string, folder: string, covers: number): DiskCall | null {
  const parts = /^(\w+)\((.*)\) += (-?\d+|\?)/s.exec(text);
  if (parts === null) return null;
  const [, name = '', args = '', result = ''] = parts;
  if (result === '?' || Number(result) < 0) return null;
  if (name === 'write' && /^1</.test(args)) return said(args);
  const path = filePath(args);
  const inside = [path, ...quoted(args).map(String)].filter(
    (found) => found === folder || found?.startsWith(`${folder}/`),
  );
  if (inside.length === 0) return null;
  if (unknownCalls.has(name)) throw new Error(`The model of the disk does not know ${name}: ${text.slice(0, 200)}`);
  const target = String(inside[0]);
  switch (name) {
    case 'open':
    case 'openat':
      return /O_CREAT|O_TRUNC/.test(args)
        ? { type: 'create', path: target, truncates: args.includes('O_TRUNC') }
        : null;
    case 'write':
    case 'pwrite64': {
      const bytes = Buffer.from((quoted(args)[0] ?? Buffer.alloc(0)).subarray(0, Number(result)));
      const offset = name === 'pwrite64' ? Number(/, (\d+)$/.exec(args)?.[1]) : null;
      return { type: 'write', path: target, offset, bytes };
    }
    case 'ftruncate':
      return { type: 'truncate', path: target, size: Number(/, (\d+)$/.exec(args)?.[1]) };
    case 'fsync':
    case 'fdatasync':
      return { type: 'sync', path: target, covers };
    case 'rename':
    case 'renameat':
    case 'renameat2': {
      const [from, to] = quoted(args).map(String);
      return { type: 'rename', from: String(from), to: String(to) };
    }
    case 'unlink':
    case 'unlinkat':
    case 'rmdir':
      return { type: 'remove', path: target };
    case 'mkdir':
    case 'mkdirat':
      return { type: 'folder', path: target };
    default:
      throw new Error(`A traced call without a meaning: ${name}`);
  }
}

function said(args: string): DiskCall | null {
  const line = String(quoted(args)[0] ?? '').trimEnd();
  return line === '' ? null : { type: 'said', line };
}

/**
 * Path of the file descriptor that is a call's first argument; null where it has none. A file without a name any more
 * has `(deleted)` behind its last one, and nothing that a power loss could take.
 */
function filePath(args: string): string | null {
  const found = /^\d+<([^>]*)>(\(deleted\))?/.exec(args);
  return found === null || found[2] !== undefined ? null : String(unescaped(found[1] ?? ''));
}

const quoted = (args: string): Buffer[] =>
  [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map((m) => unescaped(m[1] ?? ''));

const unescaped = (text: string): Buffer =>
  text.startsWith('\\x') ? Buffer.from(text.replaceAll('\\x', ''), 'hex') : Buffer.from(text, 'utf8');
