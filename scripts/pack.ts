/**
 * `npm run pack [-- --out FOLDER]`: the installed program as a folder (dist/linux-unpacked) with its bill of materials beside it, without a network. Where Electron's binary is
 * not installed a stub stands in its place: everything but the program's start can be looked at and checked then.
 */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { buildWindow, projectRoot } from '../e2e/window-build.ts';
import { hasElectron } from '../e2e/window-host.ts';
import { bundleEngine } from './engine-bundle.ts';
import { runCommand } from './run-command.ts';

const { values } = parseArgs({ options: { out: { type: 'string', default: 'dist' } } });

const require = createRequire(import.meta.url);
const electronPackage = require.resolve('electron/package.json');
const { version } = JSON.parse(readFileSync(electronPackage, 'utf8')) as { version: string };

/** Marks the place of the fuses in Electron's binary: a sentinel, a version, their number, one digit each. */
const fuseWire = Buffer.concat([
  Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'),
  Buffer.from([1, 9]),
  Buffer.from('000000000'),
]);

function makeStub(): string {
  const folder = join(projectRoot, 'out', 'electron-stub');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'resources'), { recursive: true });
  const binary = join(folder, 'electron');
  const message = '#!/bin/sh\necho "This folder was packed without Electron: it cannot start." >&2\nexit 1\n';
  writeFileSync(binary, Buffer.concat([Buffer.from(message), fuseWire, Buffer.from('\n')]));
  chmodSync(binary, 0o755);
  writeFileSync(join(folder, 'version'), version);
  for (const licence of ['LICENSE', 'LICENSES.chromium.html']) writeFileSync(join(folder, licence), '');
  return folder;
}

await buildWindow();
await bundleEngine();
const isReal = hasElectron();
const electronDist = isReal ? join(dirname(electronPackage), 'dist') : makeStub();
process.stderr.write(`fiducial: packing with ${isReal ? 'Electron' : 'a stub: Electron’s binary is not installed'}\n`);
const builder = join(projectRoot, 'node_modules', 'electron-builder', 'cli.js');
const config = [
  '--config',
  'electron-builder.yml',
  `-c.electronVersion=${version}`,
  `-c.electronDist=${electronDist}`,
  `-c.directories.output=${resolve(values.out)}`,
];
const packed = await runCommand(process.execPath, [builder, '--linux', 'dir', '--publish', 'never', ...config], {
  cwd: projectRoot,
});
// What was packed, beside it.
const bill = [join(import.meta.dirname, 'sbom.ts'), '--out', join(resolve(values.out), 'sbom.cdx.json')];
process.exitCode = packed === 0 ? ((await runCommand(process.execPath, bill)) ?? 1) : (packed ?? 1);
