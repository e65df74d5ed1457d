import { readFile } from 'node:fs/promises';

/** Resident memory of a process in bytes, read from outside it; null where the system has no such file or the process is gone. */
async function residentBytes(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'latin1').catch(() => '');
  const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/**
 * Looks at a process's memory every `everyMs` until stopped. The process itself cannot do it: a thread that allocates
 * without end may leave it no chance to.
 * @returns Stops the watch.
 */
export function watchMemory(pid: number, everyMs: number, onBytes: (bytes: number) => void): () => void {
  let isStopped = false;
  const timer = setInterval(async () => {
    const bytes = await residentBytes(pid);
    if (bytes !== null && !isStopped) onBytes(bytes);
  }, everyMs);
  timer.unref();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
}
