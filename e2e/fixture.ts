/** Playwright's test with the program's window: a fresh data folder for each test, removed with it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import { canMount, type Mount, programOn } from './journeys/own-disk.ts';
import { type LaunchedWindow, type LaunchOptions, launchWindow } from './launch-window.ts';

interface WindowFixtures {
  readonly dataDir: string;
  /** Starts the program on `dataDir`, as often as a test needs; what still runs at its end is closed. */
  readonly openWindow: (options?: Partial<LaunchOptions>) => Promise<LaunchedWindow>;
  /** Starts it where something is mounted on its data folder; where this computer cannot mount, the test is skipped. */
  readonly openWindowOn: (mount: Mount) => Promise<LaunchedWindow>;
  readonly launched: LaunchedWindow;
  readonly app: ElectronApplication;
  /** The program's window; `page` is Playwright's own name for it. */
  readonly page: Page;
}

/** A program that stays is ended, so that the run goes on, and fails its test. */
async function close(app: ElectronApplication): Promise<void> {
  const longestMs = 120_000;
  let stays = false;
  const ending = setTimeout(() => {
    stays = true;
    app.process().kill('SIGKILL');
  }, longestMs);
  await app.close().finally(() => clearTimeout(ending));
  if (stays) throw new Error(`The program was told to close and still ran ${longestMs / 1000} s later.`);
}

export const test = base.extend<WindowFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  dataDir: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'fiducial-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },
  openWindow: async ({ dataDir }, use) => {
    const opened: LaunchedWindow[] = [];
    await use(async (options = {}) => {
      const launched = await launchWindow({ dataDir, ...options });
      opened.push(launched);
      return launched;
    });
    for (const { app } of opened) await close(app);
  },
  openWindowOn: async ({ dataDir, openWindow }, use, info) => {
    info.skip(!canMount(), 'needs a mount of its own');
    await use(async (mount) => openWindow({ executable: await programOn(info.outputDir, mount(dataDir)) }));
  },
  launched: async ({ openWindow }, use) => use(await openWindow()),
  app: async ({ launched }, use) => use(launched.app),
  page: async ({ launched }, use) => use(launched.page),
});
export { expect };
