/** Which tiles are on the screen while a large board is zoomed and when the zoom rests. */
import { expect, type Page, test } from '@playwright/test';
import sharp from 'sharp';
import { withViewerPage } from './viewer-page.ts';

/** Each level of detail has a brightness of its own, so that the screen tells which one it shows. */
const brightnessOf = (level: number): number => 250 - level * 40;
const tileOf = (level: number): Promise<Buffer> => {
  const grey = brightnessOf(level);
  const background = { r: grey, g: grey, b: grey };
  return sharp({ create: { width: 512, height: 512, channels: 3, background } })
    .jpeg()
    .toBuffer();
};

/** The level that most of the picture shows; marks cover less. */
const levelShown = async (page: Page): Promise<number> => {
  const brightness = await page.evaluate(() => {
    const canvas = [...document.querySelectorAll<HTMLCanvasElement>('[role="application"] canvas')].at(-1);
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return 0;
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const counts = new Map<number, number>();
    for (let place = 0; place < data.length; place += 4) counts.set(data[place]!, (counts.get(data[place]!) ?? 0) + 1);
    return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0] ?? 0;
  });
  return [0, 1, 2, 3, 4, 5].find((level) => Math.abs(brightnessOf(level) - brightness) < 10) ?? -1;
};

/** Turns a wheel without a pause, in the page itself: no delay of the test's own lets the zoom rest in between. */
const zoomIn = (page: Page, frames: number): Promise<void> =>
  page.evaluate(
    (count) =>
      new Promise<void>((done) => {
        const pane = document.querySelector('[role="application"]');
        let turned = 0;
        const turn = (): void => {
          pane?.dispatchEvent(
            new WheelEvent('wheel', { deltaY: -60, clientX: 640, clientY: 400, bubbles: true, cancelable: true }),
          );
          turned += 1;
          if (turned < count) requestAnimationFrame(turn);
          else done();
        };
        requestAnimationFrame(turn);
      }),
    frames,
  );

test('once a zoom rests, and after a single step, the picture is sharp', async () => {
  const asked = new Set<number>();
  const tile = (level: number): Promise<Buffer> => {
    asked.add(level);
    return tileOf(level);
  };
  await withViewerPage(tile, async (page) => {
    await expect.poll(() => levelShown(page)).toBe(4);
    expect(asked.has(0)).toBe(false);
    await zoomIn(page, 32);
    await expect.poll(() => levelShown(page)).toBe(0);
    await zoomIn(page, 1);
    await expect.poll(() => levelShown(page)).toBe(0);
  });
});

test('the coarser picture stands in while sharp tiles are on their way: the board is never blank', async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const tile = async (level: number): Promise<Buffer> => {
    if (level < 3) await released;
    return tileOf(level);
  };
  await withViewerPage(tile, async (page) => {
    await expect.poll(() => levelShown(page)).toBe(4);
    await zoomIn(page, 32);
    await expect.poll(() => levelShown(page)).toBeGreaterThanOrEqual(3);
    release();
    await expect.poll(() => levelShown(page)).toBe(0);
  });
});
