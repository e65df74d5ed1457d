import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{src,packages,resources,scripts,bench}/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        // Whole journeys with real child processes; part of `npm test`, not of `npm run check`.
        test: {
          name: 'acceptance',
          include: ['test/acceptance/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
