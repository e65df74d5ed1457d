/** Starts the app as Electron's executable would: `boot.ts [switches, -r MODULE] APP-FOLDER [more]`. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, standIn } from './electron.ts';
import { parseElectronArguments } from './electron-arguments.ts';

const require = createRequire(import.meta.url);
const { version } = JSON.parse(readFileSync(require.resolve('electron/package.json'), 'utf8')) as { version: string };
const given = process.argv.slice(2);
const { switches, required, target } = parseElectronArguments(given);
const binary = join(import.meta.dirname, 'dist', 'electron');

// What programs ask the runtime for. `standin` lets the app say in its window which runtime this is.
const versions = { ...process.versions, electron: version, chrome: '0.0.0.0', standin: '1' };
Object.defineProperty(process, 'versions', { value: Object.freeze(versions), enumerable: true });
Object.defineProperty(process, 'type', { value: 'browser' });
Object.defineProperty(process, 'resourcesPath', { value: join(binary, '..', 'resources'), configurable: true });
process.argv = [binary, ...given];

for (const [name, value] of switches) standIn.switches.set(name, value);
standIn.appPath = resolve(target ?? '.');
const manifestFile = join(standIn.appPath, 'package.json');
if (!existsSync(manifestFile)) {
  console.error(`stand-in: ${standIn.appPath} holds no app (no package.json)`);
  process.exit(1);
}
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8')) as typeof standIn.manifest & { main?: string };
standIn.manifest = manifest;

process.on('uncaughtException', (error) => {
  // Electron tells and ends, unless the app itself listens.
  if (process.listenerCount('uncaughtException') > 1) return;
  console.error('A JavaScript error occurred in the main process\n', error);
  app.exit(1);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
for (const module of required) require(module);

// Electron emits `ready` only when the main module has been evaluated: a top-level await of whenReady() would wait for
// ever there. So it does here, and says so.
const late = setTimeout(() => {
  console.error('stand-in: the main module is still being evaluated; does it await whenReady() at its top level?');
}, 5000);
const alive = setInterval(() => undefined, 1_000_000);
await import(pathToFileURL(join(standIn.appPath, manifest.main ?? 'index.js')).href);
clearTimeout(late);
clearInterval(alive);
await app.start();
