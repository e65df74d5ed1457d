/** docs/command-line.md and the program say the same: commands, options of each, exit statuses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { exitStatus } from './exit-status.ts';
import { commandLine } from './program.ts';

const contract = readFileSync(join(import.meta.dirname, '../../docs/command-line.md'), 'utf8');
/** Cells of the table under a heading. A bar inside a cell is written `\|`. */
const tableUnder = (heading: string): string[][] => {
  const section = contract.split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!;
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
};

async function help(command: readonly string[]): Promise<string> {
  const lines: string[] = [];
  await commandLine([...command, '--help'], {
    line: (text) => void lines.push(text),
    note: () => undefined,
    secret: async () => null,
    stderr: process.stderr,
    stderrIsTty: false,
    color: false,
    stop: new AbortController().signal,
  });
  return lines.join('\n');
}

const everywhere = ['--data-dir', '--json', '--user', '--help'];
const optionsIn = (text: string) => [...text.matchAll(/^ {2}(?:-\w, )?(--[a-z0-9-]+)/gm)].map(([, name]) => name!);

/** Options by command, as `--help` tells them; a group counts by what is in it. */
const program = new Map<string, string[]>();

async function readHelp(command: readonly string[]): Promise<void> {
  const text = await help(command);
  const [before, inside] = text.split('\nCommands:\n');
  if (inside === undefined) {
    program.set(command.join(' '), optionsIn(before!));
    return;
  }
  const names = [...inside.matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name!);
  for (const name of names.filter((one) => one !== 'help')) await readHelp([...command, name]);
}
beforeAll(() => readHelp([]));

describe('the contract in docs/command-line.md', () => {
  const rows = tableUnder('Commands').map(([command = '', , options = '']) => ({
    command: /^`([a-z-]+(?: [a-z-]+)*)/.exec(command)?.[1] ?? command,
    options: [...options.matchAll(/--[a-z0-9-]+/g)].map(([name]) => name),
  }));

  it('has every command of the program, and no other', () => {
    expect(program.size).toBeGreaterThan(30);
    expect(rows.map(({ command }) => command).sort()).toEqual([...program.keys()].sort());
  });

  it.each(rows)('has the options of $command', ({ command, options }) => {
    expect([...everywhere, ...options].sort()).toEqual([...program.get(command)!].sort());
  });

  it('has every exit status, and no other', () => {
    const told = tableUnder('Exit status').map(([status]) => Number(status));
    expect(told).toEqual(Object.values(exitStatus).sort((a, b) => a - b));
  });
});
