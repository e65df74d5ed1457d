import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { redact } from '../core/kernel/redact.ts';

/** Names of all options, as the commands declare them. */
const optionNames = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .flatMap((file) => [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/['"`, ](--[a-z][a-z-]+)\b/g)])
  .map(([, name]) => name!);

test('no option takes a secret: arguments are seen by every program of the computer', () => {
  expect(optionNames).toContain('--data-dir');
  for (const name of optionNames) expect(redact(`fiducial ${name} value`), name).toBe(`fiducial ${name} value`);
});

test('negative control: such an option would be found', () => {
  for (const name of ['--password', '--pin', '--api-token', '--secret-key'])
    expect(redact(`fiducial ${name} value`)).not.toContain('value');
});
