/** A page with the board's canvas alone, in a Chromium of its own: a scan of 16,000 × 16,000 pixels with 10,000 marks. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { build } from 'vite';
import { findChromium } from '../test/chromium-binary.ts';
import { projectRoot } from './window-build.ts';

const address = 'http://viewer.test/';
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };
const html =
  '<!doctype html><link rel="stylesheet" href="page.css"><div id="root"></div><script type="module" src="page.js"></script>';

/** The picture of a tile, JPEG of 512 × 512 pixels. */
export type TilePicture = (level: number) => Promise<Buffer>;

async function buildPage(outDir: string): Promise<void> {
  await build({
    root: projectRoot,
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: true,
      rolldownOptions: {
        input: join(projectRoot, 'src/renderer/viewer/testing/frames-page.ts'),
        output: { entryFileNames: 'page.js', assetFileNames: 'page[extname]' },
      },
    },
  });
}

async function servePage(page: Page, folder: string, tile: TilePicture): Promise<void> {
  await page.route(`${address}**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const level = /\/tiles\/(\d+)\//.exec(pathname)?.[1];
    if (level !== undefined) return route.fulfill({ contentType: 'image/jpeg', body: await tile(Number(level)) });
    if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: html });
    const contentType = types[extname(pathname)];
    if (contentType === undefined) return route.fulfill({ status: 404 });
    return route.fulfill({ contentType, body: await readFile(join(folder, pathname)) });
  });
}

/** Shows the page, 1280 × 800 pixels, with its first tile; closes all when the work ends. */
export async function withViewerPage(tile: TilePicture, work: (page: Page) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-viewer-'));
  const executablePath = findChromium();
  const browser = await chromium.launch({ args: ['--no-sandbox'], ...(executablePath ? { executablePath } : {}) });
  try {
    await buildPage(folder);
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await servePage(page, folder, tile);
    await page.goto(address);
    await page.getByRole('application').waitFor();
    await page.getByRole('status').waitFor({ state: 'detached' });
    await work(page);
  } finally {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  }
}
