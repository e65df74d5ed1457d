/** What a benchmark leaves: bench/results/NAME.json, with the machine that it was measured on. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, getPriority, loadavg, totalmem } from 'node:os';
import { dirname, join } from 'node:path';

const machine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGB: Math.round(totalmem() / 1e9),
  node: process.version,
});

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
  const file = join(import.meta.dirname, 'results', `${name}.json`);
  mkdirSync(dirname(file), { recursive: true });
  for (const [part, measure] of Object.entries(parts)) {
    if (!wanted.includes(part)) continue;
    const figures = await measure();
    const load_average = Number(loadavg()[0]?.toFixed(1));
    // Of this program and what it started; below 0: before other work of the machine.
    const niceness = getPriority();
    const measured = { [part]: { made: new Date().toISOString(), load_average, niceness, ...figures } };
    const result = { command, machine: machine(), parts: { ...partsIn(file), ...measured } };
    writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
    process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
  }
}

const partsIn = (file: string): object | undefined =>
  existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { parts?: object }).parts : undefined;
