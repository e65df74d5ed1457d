/** A stdout that takes nothing, or not all: a real process, with a full device and a file that may not grow. */
import { type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../station/testing/station-fixture.ts';

const main = join(import.meta.dirname, 'main.ts');

async function run(command: string, args: readonly string[], stdout: number | 'pipe') {
  const stdio: SpawnOptions['stdio'] = ['ignore', stdout, 'pipe'];
  const child = spawn(command, args, { stdio, env: { ...process.env, NO_COLOR: '1' } });
  // Nobody reads it: whatever is written finds no reader.
  child.stdout?.destroy();
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  return { status, stderr };
}

it('is a failure that is said where nothing can be written', async () => {
  const full = openSync('/dev/full', 'w');
  const listed = await run(process.execPath, [main, 'models', 'list', '--json'], full);
  const wrong = await run(process.execPath, [main, 'juggle', '--json'], full);
  closeSync(full);
  expect(listed.status).toBe(3);
  expect(listed.stderr).toMatch(/^fiducial: OUTPUT_UNWRITABLE: .*ENOSPC.*\n$/);
  // What else was wrong stays what the status says.
  expect(wrong.status).toBe(2);
});

it('is the same where a file takes the beginning of a line only', async () => {
  const file = join(temporaryFolder(), 'help.txt');
  const into = openSync(file, 'w');
  // The help is longer than two blocks of whatever size the shell counts in.
  const { status, stderr } = await run(
    '/bin/sh',
    ['-c', 'ulimit -f 2; exec "$@"', 'sh', process.execPath, main, 'inspect', '--help'],
    into,
  );
  closeSync(into);
  expect(statSync(file).size % 512).toBe(0);
  expect(status).toBe(3);
  expect(stderr).toMatch(/^fiducial: OUTPUT_UNWRITABLE: .*EFBIG.*\n$/);
});

it('stays quiet where the reader has seen enough', async () => {
  expect(await run(process.execPath, [main, 'models', 'list', '--json'], 'pipe')).toEqual({ status: 0, stderr: '' });
});
