/** Boards as they come one by one to a person who has nothing else to do, and the keys that go through their defects. */
import type { Page } from '@playwright/test';
import { partsOf } from '../../e2e/journeys/window-parts.ts';
import { keyToDrawing, seen } from './window-page.ts';

/** Milliseconds after which a board that waits for a person would have been seen: the others passed by themselves. */
const patienceMs = 4000;

/** Milliseconds from the import's begin to the board's picture with its marks; null where the model found nothing. */
export async function importToOverlay(page: Page, board: string): Promise<number | null> {
  const began = await page.evaluate(async (path) => {
    const at = performance.timeOrigin + performance.now();
    const started = await window.station.imports.start({ paths: [path], about: {} });
    if (!started.ok) throw new Error(started.error.message);
    return at;
  }, board);
  const shown = await seen(page, 'board', patienceMs);
  return shown === null ? null : shown - began;
}

/** Decides every defect of the open board by key and signs it off. Gives milliseconds from each decision to the next defect. */
export async function reviewByKeys(page: Page): Promise<number[]> {
  const { marks, undecided } = partsOf(page);
  const found = await marks.count();
  const times: number[] = [];
  for (let left = await undecided.count(); left > 0; left -= 1) {
    const time = await keyToDrawing(page, 'f');
    if (time !== null && left > 1 && left < found) times.push(time);
    await undecided.nth(left - 1).waitFor({ state: 'detached' });
  }
  await page.keyboard.press('Enter');
  await seen(page, 'nothing to review');
  return times;
}

/** Milliseconds from the key to each next defect of the open board, forth and back. */
export async function nextDefects(page: Page): Promise<number[]> {
  const count = await partsOf(page).marks.count();
  const times: number[] = [];
  for (const key of ['n', 'p'])
    for (let step = 1; step < count; step += 1) {
      const time = await keyToDrawing(page, key);
      if (time !== null) times.push(time);
    }
  return times;
}
