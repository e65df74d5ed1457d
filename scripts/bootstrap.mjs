// Entry of `npm start` and `npm test`. Plain JavaScript for the machine's own Node (20 or newer): it installs what is
// missing, then hands over to the Node 24 that the install brought.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.fiducial-install');
const node24 = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

const say = (text) => process.stderr.write(`fiducial: ${text}\n`);

const lockHash = () =>
  createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');

function run(command, args, env = {}) {
  const done = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  if (done.error) {
    say(`could not run ${command}: ${done.error.message}`);
    return 1;
  }
  return done.status ?? 1;
}

/** Runs a service: it is told of every signal to stop, and decides itself when it ends. */
function serve(args) {
  const service = spawn(node24, args, { cwd: root, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => service.kill(signal));
  return new Promise((resolve) => {
    service.on('error', () => resolve(1));
    service.on('exit', (code) => resolve(code ?? 1));
  });
}

/** Packages that somebody installed by hand are as good: every one of the lock file is there in its version. */
function isInstalled() {
  const installedLock = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedLock)) return false;
  const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;
  const installed = packagesOf(installedLock);
  return Object.entries(packagesOf(join(root, 'package-lock.json'))).every(
    ([path, { version, optional, link }]) =>
      !path.startsWith('node_modules/') || optional || link || installed[path]?.version === version,
  );
}

function install() {
  const wanted = lockHash();
  if (existsSync(stamp) && existsSync(node24) && readFileSync(stamp, 'utf8') === wanted) return;
  if (existsSync(node24) && isInstalled()) {
    writeFileSync(stamp, wanted);
    return;
  }
  say('installing packages (once, about a minute) …');
  const started = Date.now();
  // An npm older than 11 ignores allowScripts and would run onnxruntime-node's download of CUDA libraries.
  const status = run('npm', ['ci', '--no-audit', '--no-fund'], { ONNXRUNTIME_NODE_INSTALL: 'skip' });
  if (status !== 0) {
    say('npm ci failed: see its messages above. Nothing else was changed; run the same command again to retry.');
    process.exit(status);
  }
  writeFileSync(stamp, wanted);
  say(`packages installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

const tasks = {
  start: () => run(node24, ['scripts/start.ts', ...process.argv.slice(3)]),
  test: () => run(node24, ['scripts/test.ts', ...process.argv.slice(3)]),
  central: () => serve(['central/src/main.ts', ...process.argv.slice(3)]),
};

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  say(`needs Node 20 or newer, this is ${process.version}`);
  process.exit(1);
}
const task = tasks[process.argv[2]];
if (!task) {
  say(`usage: bootstrap.mjs ${Object.keys(tasks).join('|')}`);
  process.exit(2);
}
install();
process.exit(await task());
