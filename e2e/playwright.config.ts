import { defineConfig } from '@playwright/test';
import { chooseHost, describeHost } from './window-host.ts';

// Printed by the runner's own process only, not again by its workers.
if (process.env.TEST_WORKER_INDEX === undefined)
  process.stdout.write(`The window runs in ${describeHost(chooseHost())}.\n`);

/** @public Read by the test runner. */
export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.ts',
  outputDir: `../${process.env.E2E_BUILD || 'out'}/e2e`,
  globalSetup: './build-once.ts',
  fullyParallel: true,
  // Each test runs the whole program: engine, station, browser.
  workers: 2,
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: [['list']],
});
