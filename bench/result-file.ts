/** What a benchmark leaves: bench/results/NAME.json, with the machine that it was measured on. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, getPriority, loadavg, totalmem } from 'node:os';
import { dirname, join } from 'node:path';

/** What the figures hold for. */
const machine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGB: Math.round(totalmem() / 1e9),
  node: process.version,
});

interface Result {
  /** What people call to measure it. */
  readonly command: string;
  readonly [what: string]: unknown;
}

const fileOf = (name: string): string => join(import.meta.dirname, 'results', `${name}.json`);

/** Writes bench/results/NAME.json: what it was measured with, on which machine, and what came out. */
export function writeResult(name: string, { command, ...measured }: Result): void {
  const file = fileOf(name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ command, machine: machine(), ...measured }, null, 2)}\n`);
}

/** The parts of NAME.json so far; empty where there is no such file. */
export function writtenParts(name: string): object {
  const file = fileOf(name);
  return existsSync(file) ? ((JSON.parse(readFileSync(file, 'utf8')) as { parts?: object }).parts ?? {}) : {};
}

interface MeasuredFile {
  /** Of the file, without its ending. */
  readonly name: string;
  /** What people call to measure it. */
  readonly command: string;
  /** Each measures on its own; by name, in this order. */
  readonly parts: Readonly<Record<string, () => Promise<object>>>;
  /** Names of the parts to measure, with commas between them. */
  readonly only: string;
}

/**
 * Measures the wanted parts one after another and prints them. The file has each as soon as it is there, and keeps those
 * that are not wanted. Times are by the clock, so each part says how busy the machine was meanwhile.
 */
export async function measureParts({ name, command, parts, only }: MeasuredFile): Promise<void> {
  const wanted = only.split(',');
  const unknown = wanted.filter((part) => !(part in parts));
  if (unknown.length > 0) throw new Error(`no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}`);
  for (const [part, measure] of Object.entries(parts)) {
    if (!wanted.includes(part)) continue;
    const figures = await measure();
    const load_average = Number(loadavg()[0]?.toFixed(1));
    // Of this program and what it started; below 0: before other work of the machine.
    const niceness = getPriority();
    const measured = { [part]: { made: new Date().toISOString(), load_average, niceness, ...figures } };
    writeResult(name, { command, parts: { ...writtenParts(name), ...measured } });
    process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
  }
}
