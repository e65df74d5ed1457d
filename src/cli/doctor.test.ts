import { expect, it } from 'vitest';
import { temporaryFolder } from '../station/testing/station-fixture.ts';
import { commandLine } from './program.ts';

it('is no clean bill where Ctrl-C left checks that were not begun', async () => {
  const stop = new AbortController();
  const checks: string[] = [];
  const status = await commandLine(['doctor', '--data-dir', temporaryFolder(), '--json'], {
    line(text) {
      checks.push((JSON.parse(text) as { check: string }).check);
      stop.abort();
    },
    note: () => undefined,
    secret: async () => null,
    stderr: process.stderr,
    stderrIsTty: false,
    color: false,
    stop: stop.signal,
  });
  expect(status).toBe(130);
  // What was in hand is told; the model is not even looked at.
  expect(checks).toContain('data directory');
  expect(checks).not.toContain('model');
});
