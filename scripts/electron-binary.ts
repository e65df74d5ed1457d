/** Electron's own binary: a download of its own, made where there is a network, never waited for long. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { hasElectron } from '../e2e/window-host.ts';
import { runCommand } from './run-command.ts';

const reachableWithinMs = 4000;
const downloadWithinMs = 4 * 60_000;
const source = 'https://github.com/electron/electron/releases';

const require = createRequire(import.meta.url);
const packageFolder = dirname(require.resolve('electron/package.json'));

/** The executable; only where `hasElectron()`. */
export const electronBinary = (): string => require('electron') as unknown as string;

async function isReachable(): Promise<boolean> {
  try {
    await fetch(process.env.ELECTRON_MIRROR || source, {
      method: 'HEAD',
      signal: AbortSignal.timeout(reachableWithinMs),
    });
    return true;
  } catch {
    return false;
  }
}

export type ElectronState =
  | { readonly there: true; readonly downloaded: boolean }
  | { readonly there: false; readonly reason: string };

/** @param say Told when a download begins. */
export async function haveElectron(say: (text: string) => void): Promise<ElectronState> {
  if (hasElectron()) return { there: true, downloaded: false };
  if (!(await isReachable()))
    return { there: false, reason: 'its binary is not installed, and its download cannot be reached' };
  say('downloading Electron (once, about 120 MB) …');
  await runCommand(process.execPath, [join(packageFolder, 'install.js')], { timeoutMs: downloadWithinMs });
  return hasElectron()
    ? { there: true, downloaded: true }
    : { there: false, reason: 'its binary could not be downloaded' };
}
