/** The engine's process, seen as the operating system sees it. Linux. */
import { readdirSync, readFileSync } from 'node:fs';
import type { ElectronApplication } from '@playwright/test';

/** Ends the engine with SIGKILL, as the system does where memory runs out. @throws Error where none runs. */
export async function killEngine(app: ElectronApplication): Promise<number> {
  const shell = await app.evaluate(() => process.pid);
  const engine = enginesOf(shell)[0];
  if (engine === undefined) throw new Error('No engine runs');
  process.kill(engine, 'SIGKILL');
  return engine;
}

function enginesOf(parent: number): readonly number[] {
  const isEngine = (pid: number): boolean => {
    try {
      // The name in parentheses may hold anything; the parent comes second after it.
      const [, parentPid] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
      return Number(parentPid) === parent && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('/engine/main.');
    } catch {
      // It ended while it was looked at.
      return false;
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter(isEngine);
}
