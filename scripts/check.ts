/** `npm run check`: every static check and the unit tests, side by side, each with its time. Exit status 1 if any failed. */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { performance } from 'node:perf_hooks';

interface Step {
  readonly name: string;
  readonly command: readonly string[];
}

const steps: readonly Step[] = [
  { name: 'unit tests', command: ['vitest', 'run', '--project', 'unit'] },
  { name: 'format and lint', command: ['biome', 'check', '--error-on-warnings'] },
  { name: 'types', command: ['tsc', '-b'] },
  {
    name: 'layers',
    command: ['depcruise', '--config', '.dependency-cruiser.cjs', 'src', 'packages', 'central', 'resources/boards'],
  },
  { name: 'unused code', command: ['knip'] },
];

/** Without colours the captured output stays readable in a log. */
const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };

function runStep(step: Step): Promise<boolean> {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn(step.command[0]!, step.command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'], env });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', (error) => output.push(Buffer.from(error.message)));
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1).padStart(5);
      process.stdout.write(`${code === 0 ? '✓' : '✗'} ${step.name.padEnd(16)} ${seconds} s\n`);
      // The closing lines of the test runner are evidence that tests ran; the rest matters only when it failed.
      if (code !== 0) process.stdout.write(Buffer.concat(output));
      else if (step.command[0] === 'vitest')
        process.stdout.write(`${closingLines(Buffer.concat(output).toString())}\n`);
      resolve(code === 0);
    });
  });
}

const closingLines = (text: string): string => text.trimEnd().split('\n').slice(-4).join('\n');

const queue = [...steps];
let failed = 0;
await Promise.all(
  Array.from({ length: Math.max(2, availableParallelism()) }, async () => {
    for (let step = queue.shift(); step; step = queue.shift()) if (!(await runStep(step))) failed += 1;
  }),
);
process.exitCode = failed > 0 ? 1 : 0;
