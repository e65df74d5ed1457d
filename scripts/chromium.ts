/** A Chromium for the window's tests: found on this computer, or installed. */
import { join } from 'node:path';
import { projectRoot } from '../e2e/window-build.ts';
import { findChromium } from '../test/chromium-binary.ts';
import { runCommand } from './run-command.ts';

const installLimitMs = 10 * 60_000;
const say = (text: string): void => void process.stderr.write(`fiducial: ${text}\n`);

/** Path of its binary; null where none could be had, after saying what was tried. */
export async function haveChromium(): Promise<string | null> {
  const found = findChromium();
  if (found) return found;
  if (process.env.CHROMIUM) {
    say(`CHROMIUM names ${process.env.CHROMIUM}, which cannot be run.`);
    return null;
  }
  const isRoot = process.getuid?.() === 0;
  if (process.platform === 'linux' && isRoot) {
    say('no Chromium was found; installing it with apt-get (once, a few minutes) …');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await runCommand('apt-get', ['update', '-q'], { env, timeoutMs: installLimitMs });
    const install = ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-dejavu-core'];
    await runCommand('apt-get', install, { env, timeoutMs: installLimitMs });
    const installed = findChromium();
    if (installed) return installed;
  }
  say('no Chromium was found; downloading Playwright’s (once, about 180 MB) …');
  const playwright = join(projectRoot, 'node_modules', 'playwright-core', 'cli.js');
  await runCommand(process.execPath, [playwright, 'install', 'chromium'], { timeoutMs: installLimitMs });
  return findChromium() ?? null;
}
