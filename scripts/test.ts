/**
 * `npm test`: all tests of the program's parts, then the journeys through its window. With arguments, the tests of the
 * parts that they choose and nothing else (`npm test -- src/core`).
 */
import { join } from 'node:path';
import { projectRoot } from '../e2e/window-build.ts';
import { chooseHost } from '../e2e/window-host.ts';
import { haveChromium } from './chromium.ts';
import { runCommand } from './run-command.ts';

const modules = join(projectRoot, 'node_modules');
const runNode = (script: string, args: readonly string[]): Promise<number | null> =>
  runCommand(process.execPath, [join(modules, script), ...args], { cwd: projectRoot });

const chosen = process.argv.slice(2);
const isWhole = chosen.length === 0;
// Before the parts: where the window needs a Chromium, its Vulkan driver is also the GPU of some of them.
const canShow = isWhole && (chooseHost() !== 'stand-in' || (await haveChromium()) !== null);

async function testWindow(): Promise<boolean> {
  if (canShow) return (await runNode('@playwright/test/cli.js', ['test', '-c', 'e2e/playwright.config.ts'])) === 0;
  process.stderr.write(
    [
      'fiducial: the tests of the window FAILED: they need a Chromium, and none could be found or installed.',
      'Install one (apt-get install chromium) or name its binary: CHROMIUM=/path/to/chromium npm test',
      '',
    ].join('\n'),
  );
  return false;
}

const parts = (await runNode('vitest/vitest.mjs', ['run', ...chosen])) === 0;
// The window is tested even where a part failed: one run shows everything.
const window = !isWhole || (await testWindow());
process.exitCode = parts && window ? 0 : 1;
