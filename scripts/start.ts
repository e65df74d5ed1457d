/**
 * `npm start`: the window, in the best runtime that this computer has, and which one that is and why.
 *
 * 1. Electron, where its binary is there or can be downloaded.
 * 2. The stand-in's window in a Chromium, labelled as a preview.
 * 3. No window: the sample boards are inspected in the terminal.
 *
 * Arguments go to the program (`--data-dir D`, files to import); `--no-window` chooses 3.
 */
import { join } from 'node:path';
import { buildWindow, projectRoot } from '../e2e/window-build.ts';
import { findChromium } from '../test/chromium-binary.ts';
import { electronBinary, haveElectron } from './electron-binary.ts';
import { runCommand } from './run-command.ts';

const say = (text: string): void => void process.stderr.write(`fiducial: ${text}\n`);
const given = process.argv.slice(2);
const args = given.filter((argument) => argument !== '--no-window');

/** A start that ends so early with an error did not show a window. */
const tooEarlyMs = 8000;

const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** Null where Electron cannot show a window here. */
async function startElectron(): Promise<number | null> {
  const electron = await haveElectron(say);
  if (!electron.there) {
    say(`Electron is not used: ${electron.reason}.`);
    return null;
  }
  const isRoot = process.getuid?.() === 0;
  say(`opening the window in Electron${isRoot ? ' (as root, without Chromium’s sandbox)' : ''}.`);
  const started = performance.now();
  const status = await runCommand(electronBinary(), [...(isRoot ? ['--no-sandbox'] : []), '.', ...args], {
    cwd: projectRoot,
  });
  if (status === 0 || performance.now() - started > tooEarlyMs) return status ?? 1;
  say('Electron ended at once (see above).');
  return null;
}

/** Null where there is no Chromium. */
async function startPreview(): Promise<number | null> {
  const chromium = findChromium();
  if (!chromium) {
    say('the preview runtime is not used: no Chromium was found (apt-get install chromium, or CHROMIUM=/path).');
    return null;
  }
  say(`opening the window in the preview runtime, on ${chromium}. e2e/host/README.md says what it cannot show.`);
  const host = join(projectRoot, 'e2e', 'host');
  return runCommand(process.execPath, ['--import', join(host, 'register.ts'), join(host, 'boot.ts'), '.', ...args], {
    cwd: projectRoot,
    env: { FIDUCIAL_PREVIEW: '1' },
  });
}

async function startWindow(): Promise<number | null> {
  if (given.includes('--no-window')) return null;
  if (!hasDisplay()) {
    say('there is no display ($DISPLAY, $WAYLAND_DISPLAY): no window can open.');
    return null;
  }
  say('preparing the window …');
  await buildWindow();
  return (await startElectron()) ?? (await startPreview());
}

const status = await startWindow();
if (status !== null) process.exitCode = status;
else {
  say('inspecting the sample boards without a window.');
  const command = [join(projectRoot, 'src', 'cli', 'main.ts'), 'samples', ...args];
  process.exitCode = (await runCommand(process.execPath, command, { cwd: projectRoot })) ?? 1;
}
