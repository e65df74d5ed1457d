/** The central API as a site runs it: a process of its own, with its own Postgres and a folder for its objects. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLine } from '../../central/src/testing/line.ts';
import { announcedPort } from '../../central/src/testing/serving.ts';
import { projectRoot } from '../window-build.ts';

export interface CentralService {
  /** Where stations reach it: the same address whether it runs or not. */
  readonly url: string;
  /** A new token of a station. */
  addDevice(station: string): Promise<string>;
  /** Runs one of its administrator's commands; `input` is what it reads. */
  administer(input: string, ...args: string[]): Promise<void>;
  /** Every token of a station is refused from now on. */
  revoke(station: string): Promise<void>;
  /** The process dies at once, as by a power cut. */
  kill(): Promise<void>;
  /** Starts it again on what it has. */
  start(): Promise<void>;
  /** Whether the line to it is there: without, it runs and nobody reaches it. */
  line(isThere: boolean): void;
  /** Asks it directly, whatever the line. */
  ask(path: string, init?: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

const program = join(projectRoot, 'central', 'src', 'main.ts');

export async function startCentralService(): Promise<CentralService> {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-e2e-central-'));
  // Postgres refuses to run as root, and then runs as somebody else who has to get in.
  await chmod(folder, 0o711);
  const env = { ...process.env, FIDUCIAL_CENTRAL_DIR: join(folder, 'central'), PORT: '0', LOG_LEVEL: 'error' };
  const line = await openLine();
  let running: ChildProcess | null = null;
  let port: number | null = null;

  const start = async (): Promise<void> => {
    const child = spawn(process.execPath, [program], { cwd: projectRoot, env, stdio: ['ignore', 'pipe', 'inherit'] });
    running = child;
    port = await announcedPort(child, /ready on http:\/\/[^ ]*:(\d+)/);
    if (port === null) throw new Error('The central service ended before it was ready');
    line.leadTo(port);
  };
  const command = (...args: string[]): Promise<string> => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: projectRoot,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    return outputOf(child);
  };
  const ended = async (signal: NodeJS.Signals): Promise<void> => {
    const child = running;
    running = null;
    if (child === null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  };

  await start();
  return {
    url: line.url,
    addDevice: async (station) => (await command('devices', 'add', station)).trim(),
    async administer(input, ...args) {
      const child = spawn(process.execPath, [program, ...args], {
        cwd: projectRoot,
        env,
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      child.stdin?.end(input);
      await outputOf(child);
    },
    revoke: async (station) => void (await command('devices', 'revoke', station)),
    kill: () => ended('SIGKILL'),
    start,
    line: (isThere) => line.leadTo(isThere ? port : null),
    ask: (path, init) => fetch(`http://127.0.0.1:${port}${path}`, init),
    async close() {
      await ended('SIGTERM');
      await stopPostgres(join(folder, 'central', 'postgres'));
      await line.close();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function outputOf(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const status = await new Promise((resolve) => child.once('close', resolve));
  if (status !== 0) throw new Error(`The central service's command ended with ${status}: ${text}`);
  return text;
}

/** Its server outlives a service that was killed. */
async function stopPostgres(data: string): Promise<void> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => null);
  const pid = Number(text?.split('\n')[0]);
  if (!Number.isInteger(pid) || pid <= 0) return;
  process.kill(pid, 'SIGINT');
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 50));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
