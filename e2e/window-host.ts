/** Which runtime shows the window here: real Electron where its binary is installed, else the stand-in. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { findChromium } from '../test/chromium-binary.ts';

export type WindowHost = 'electron' | 'stand-in';

const electronFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
export const standInFolder = join(import.meta.dirname, 'host', 'dist');

export const hasElectron = (): boolean =>
  existsSync(join(electronFolder, 'path.txt')) && existsSync(join(electronFolder, 'dist', 'version'));

/** What the package `electron` would start: real Electron, or the stand-in in its place. */
export function electronExecutable(): string {
  if (chooseHost() === 'stand-in') return join(standInFolder, 'electron');
  return join(electronFolder, 'dist', readFileSync(join(electronFolder, 'path.txt'), 'utf8'));
}

/** E2E_HOST (`electron` or `stand-in`) forces one. */
export function chooseHost(env: NodeJS.ProcessEnv = process.env): WindowHost {
  if (env.E2E_HOST === 'electron' || env.E2E_HOST === 'stand-in') return env.E2E_HOST;
  return hasElectron() ? 'electron' : 'stand-in';
}

export const describeHost = (host: WindowHost): string =>
  host === 'electron'
    ? 'real Electron'
    : `the stand-in on ${findChromium() ?? 'no Chromium'} (Electron’s binary is not installed)`;
