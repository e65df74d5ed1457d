import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const root = join(import.meta.dirname, '../../..');

/** A board's line that reached the outside: from then on its inspection must never be lost. */
export interface Acknowledged {
  readonly image: string;
  readonly inspection_id: string;
  readonly sha256: string;
  readonly defects: readonly { readonly id: string; readonly type: string }[];
  readonly verdict: string | null;
}

export interface RunPlan {
  readonly manifest: string;
  readonly dataDir: string;
  /** An installed model; need not be signed. */
  readonly model: string;
  /** Kill once this many lines came and then `delayMs` passed; null lets the run end by itself. */
  readonly kill: {
    readonly victim: 'station' | 'engine';
    readonly afterLines: number;
    readonly delayMs: number;
  } | null;
  /** Module loaded before the command line: the planted bug. */
  readonly preload?: string;
}

export interface RunEnd {
  readonly lines: readonly Acknowledged[];
  readonly refused: readonly string[];
  readonly killed: boolean;
  readonly exitCode: number | null;
}

interface Said {
  readonly status?: string;
  readonly error?: { readonly code: string };
}

/** Runs `inspect --manifest` and kills one of its processes with SIGKILL at the planned moment. */
export async function runAndKill(plan: RunPlan): Promise<RunEnd> {
  const preload = plan.preload === undefined ? [] : ['--import', plan.preload];
  const model = ['--model', plan.model, '--allow-unsigned', '--provider', 'cpu'];
  const args = ['inspect', '--manifest', plan.manifest, '--json', '--data-dir', plan.dataDir, ...model];
  const child = spawn(process.execPath, [...preload, join(root, 'src/cli/main.ts'), ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines: Acknowledged[] = [];
  const refused: string[] = [];
  let killed = false;
  let timer: NodeJS.Timeout | undefined;
  const arm = () => {
    const { kill } = plan;
    if (kill === null || timer !== undefined || lines.length < kill.afterLines) return;
    timer = setTimeout(() => {
      killed = killOne(child, kill.victim);
    }, kill.delayMs);
  };
  arm();
  const exited = once(child, 'close') as Promise<[number | null]>;
  for await (const line of createInterface({ input: child.stdout! })) {
    // A line cut short by the kill was never said.
    if (!line.endsWith('}')) continue;
    const parsed = JSON.parse(line) as Acknowledged & Said;
    // A board that a person must decide is inspected and stored as well, and says why in `error`.
    if (parsed.status === 'completed') lines.push(parsed);
    else refused.push(`${parsed.image}: ${parsed.error?.code}`);
    arm();
  }
  clearTimeout(timer);
  const [exitCode] = await exited;
  return { lines, refused, killed, exitCode };
}

function killOne(station: ChildProcess, victim: 'station' | 'engine'): boolean {
  if (victim === 'station') return station.kill('SIGKILL');
  const engine = childrenOf(station.pid!)[0];
  if (engine === undefined) return false;
  try {
    return process.kill(engine, 'SIGKILL');
  } catch {
    // It ended by itself in the meantime.
    return false;
  }
}

function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1]) === pid;
      } catch {
        return false;
      }
    })
    .map(Number);
}
