/**
 * What a frame of panning and zooming costs the window's main thread, on a scan of 16,000 × 16,000 pixels with 10,000
 * marks, in a real Chromium: `node e2e/viewer-frames.ts`. Prints JSON: milliseconds of the thread's own processor time
 * for each frame, so that a busy machine changes them little. `own` is what the window does (scripts, layout, paint) and
 * has the budget: the program exits with 1 where its p95 is above it. `whole` adds the hand-over to the compositor, in
 * which a Chromium without a GPU, as here, also paints the canvases' pixels.
 */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { framesDuring } from './frame-costs.ts';
import { withViewerPage } from './viewer-page.ts';
import { projectRoot } from './window-build.ts';

const budgetMs = 8;

async function pan(page: Page): Promise<void> {
  await page.mouse.move(640, 400);
  await page.mouse.down();
  for (let move = 0; move < 120; move += 1)
    await page.mouse.move(640 + Math.sin(move / 15) * 220, 400 + Math.cos(move / 11) * 160);
  await page.mouse.up();
}

async function wheel(page: Page, notches: number, delta: number): Promise<void> {
  await page.mouse.move(640, 400);
  for (let notch = 0; notch < notches; notch += 1) await page.mouse.wheel(0, delta);
}

const board = join(projectRoot, 'resources/boards/samples/pcb-2002_000431_board.jpg');
const tile = await sharp(board).extract({ left: 0, top: 0, width: 512, height: 512 }).jpeg().toBuffer();

await withViewerPage(
  () => Promise.resolve(tile),
  async (page) => {
    const session = await page.context().newCDPSession(page);
    const steps: readonly (readonly [string, () => Promise<void>])[] = [
      ['pan, whole board', () => pan(page)],
      ['zoom in', () => wheel(page, 60, -40)],
      ['pan, close', () => pan(page)],
      ['zoom out', () => wheel(page, 40, 40)],
      ['pan, many boxes', () => pan(page)],
    ];
    let isWithin = true;
    for (const [name, work] of steps) {
      const figures = await framesDuring(session, work);
      if (figures.frames === 0 || figures.own.p95 > budgetMs) isWithin = false;
      process.stdout.write(`${JSON.stringify({ name, ...figures })}\n`);
    }
    process.exitCode = isWithin ? 0 : 1;
  },
);
