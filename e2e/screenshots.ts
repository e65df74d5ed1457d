/**
 * Pictures of every view, in both themes and two sizes, of a station filled with the sample boards.
 *
 * `npm run screenshots [-- --view review --theme dark --size 1280x800 --scale 1 --language en --out out/screenshots]`;
 * `-- --people`: the sign-in, the lock, people, the signature; `-- --sync`: a station and a real central service.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { expect, type Page } from '@playwright/test';
import type { StationClient } from '../src/ipc/contract.ts';
import { administrator, comeAs, staffStation } from './journeys/people.ts';
import { staffedPlaces } from './journeys/staffed-places.ts';
import { syncStates } from './journeys/sync-states.ts';
import { launchWindow } from './launch-window.ts';
import { buildWindow, projectRoot } from './window-build.ts';
import { chooseHost, describeHost } from './window-host.ts';

const views = ['review', 'history', 'statistics', 'recipes', 'audit', 'sync', 'settings'] as const;
type View = (typeof views)[number];
const sizes = ['1280x800', '1920x1080'] as const;

const { values } = parseArgs({
  options: {
    view: { type: 'string', multiple: true },
    theme: { type: 'string', multiple: true },
    size: { type: 'string', multiple: true },
    scale: { type: 'string', default: '1' },
    language: { type: 'string', default: 'en' },
    out: { type: 'string', default: 'out/screenshots' },
    /** Shows the window of a station without boards. */
    empty: { type: 'boolean', default: false },
    /** Shows what a station with people has besides, instead of the views. */
    people: { type: 'boolean', default: false },
    /** Shows the states of the sync view and the central service's own pages, instead of the views. */
    sync: { type: 'boolean', default: false },
  },
});
const chosenViews = (values.view ?? views) as readonly View[];
const chosenThemes = (values.theme ?? ['dark', 'light']) as readonly ('dark' | 'light')[];
const chosenSizes = values.size ?? sizes;

declare global {
  interface Window {
    readonly station: StationClient;
  }
}

/** Imports the samples and waits until the last one is inspected. */
const fill = (page: Page): Promise<void> =>
  page.evaluate(
    () =>
      new Promise<void>((done, refuse) => {
        const ended = window.station.imports.progressed(({ state }) => {
          if (state !== 'finished' && state !== 'cancelled') return;
          ended();
          done();
        });
        void window.station.imports.samples({}).then((started) => {
          if (!started.ok) refuse(new Error(`${started.error.code}: ${started.error.message}`));
        });
      }),
  );

console.log(`The window runs in ${describeHost(chooseHost())}.`);
const buildFolder = `out-screenshots-${process.pid}`;
const out = resolve(projectRoot, values.out);
const dataDir = await mkdtemp(join(tmpdir(), 'fiducial-screenshots-'));
try {
  await mkdir(out, { recursive: true });
  const app = await buildWindow(buildFolder);
  const { app: program, page } = await launchWindow({ dataDir, app });
  page.on('console', (message) => {
    if (message.type() === 'error') console.log(`window: ${message.text()}`);
  });
  page.on('pageerror', (error) => console.log(`window: ${error.stack}`));
  if (!values.empty) await fill(page).catch((error: unknown) => console.log(`The samples were not imported: ${error}`));
  if (values.people) await staffStation(page);
  const dress = (theme: 'dark' | 'light'): Promise<void> =>
    page
      .evaluate(
        async ([theme, language, scale]) => {
          const set = await window.station.settings.set({ theme, language, scale } as never);
          if (!set.ok) throw new Error(set.error.message);
        },
        [theme, values.language, Number(values.scale)],
      )
      .catch((error: unknown) => console.log(`Settings: ${error}`));
  const resize = async (size: string, of: Page = page): Promise<void> => {
    const [width, height] = size.split('x').map(Number) as [number, number];
    await of.setViewportSize({ width, height });
  };
  const shoot = async (name: string, theme: string, size: string, of: Page = page): Promise<void> => {
    await of.waitForLoadState('networkidle');
    // The view's code came, and what it asked the station for was answered.
    await expect(of.locator('[aria-busy=true]')).toHaveCount(0);
    // Two drawn frames after the last request: canvases and charts have drawn what they got.
    await of.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const file = join(out, `${name}-${theme}-${size}${values.scale === '1' ? '' : `@${values.scale}`}.png`);
    await of.screenshot({ path: file, animations: 'disabled' });
    console.log(file);
  };
  if (values.sync)
    for await (const { name, page: shown } of syncStates(page))
      for (const theme of chosenThemes) {
        await dress(theme);
        await shown.emulateMedia({ colorScheme: theme });
        for (const size of chosenSizes) {
          await resize(size, shown);
          await shoot(name, theme, size, shown);
        }
      }
  else
    for (const theme of chosenThemes) {
      if (values.people) await comeAs(page, administrator);
      await dress(theme);
      for (const size of chosenSizes) {
        await resize(size);
        if (values.people) {
          for (const { name, open, leave } of staffedPlaces) {
            await open(page);
            await shoot(name.replaceAll(/[^a-z]+/gi, '-'), theme, size);
            await leave?.(page);
          }
          continue;
        }
        for (const view of chosenViews) {
          // As the menu does it: the same in every language.
          await program.evaluate(({ BrowserWindow }, id) => {
            BrowserWindow.getAllWindows()[0]?.webContents.send('fiducial:application.command', { id });
          }, `view.${view}`);
          await shoot(view, theme, size);
        }
      }
    }
  await program.close();
} finally {
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
  await rm(join(projectRoot, buildFolder), { recursive: true, force: true });
}
