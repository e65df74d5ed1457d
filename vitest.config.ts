import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const processTests = '{src,packages,e2e/host}/**/*.process.test.ts';
const longTests = '{src,packages,bench}/**/*.long.test.ts';
const setupFiles = ['test/property-seed.ts'];
const acceptanceTests = ['test/{acceptance,simulation}/**/*.test.ts', 'scripts/**/*.acceptance.test.ts'];

export default defineConfig({
  test: {
    // Nobody works on the computer meanwhile: not one core less, as is usual.
    maxWorkers: '100%',
    // Hundreds of child processes load the same modules: compiled once.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/tests') },
    // The limits of time end what hangs, also on a computer that does ten other things; none of them says how fast a test is.
    projects: [
      {
        // Seconds in all: what `npm run check` runs at every change.
        test: {
          name: 'unit',
          setupFiles,
          include: ['{src,packages,resources,scripts,bench,e2e/host}/**/*.test.ts'],
          exclude: [processTests, longTests, ...acceptanceTests],
          // No module keeps a state, so files may share them: loading them anew for each took three quarters of the time.
          isolate: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        // As unit tests, but on whole pictures, logs and stations: seconds each.
        test: { name: 'long', setupFiles, include: [longTests], testTimeout: 120_000, hookTimeout: 120_000 },
      },
      {
        // The central API on a real Postgres: one server for the run, a database of its own for each test file.
        test: {
          name: 'central',
          setupFiles,
          include: ['central/src/**/*.test.ts'],
          globalSetup: 'central/src/testing/postgres-setup.ts',
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        // Child processes that are started, starved and killed for real.
        test: { name: 'process', setupFiles, include: [processTests], testTimeout: 300_000, hookTimeout: 300_000 },
      },
      {
        // Whole journeys through the command line.
        test: {
          name: 'acceptance',
          setupFiles,
          include: acceptanceTests,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
