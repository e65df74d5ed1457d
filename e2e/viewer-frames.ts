/**
 * What a frame of panning and zooming costs the window's main thread, on a scan of 16,000 × 16,000 pixels with 10,000
 * marks, in a real Chromium: `node e2e/viewer-frames.ts`. Prints JSON: milliseconds of the thread's own processor time
 * for each frame, so that a busy machine changes them little. `own` is what the window does (scripts, layout, paint) and
 * has the budget: the program exits with 1 where its p95 is above it. `whole` adds the hand-over to the compositor, in
 * which a Chromium without a GPU, as here, also paints the canvases' pixels.
 */
import { join } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import sharp from 'sharp';
import { withViewerPage } from './viewer-page.ts';
import { projectRoot } from './window-build.ts';

const budgetMs = 8;

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** Thread time, microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

async function traced(session: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: object[] }): void => void events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', collect);
  const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'];
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories, excludedCategories: ['*'] },
  });
  await work();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  return events;
}

interface FrameCost {
  readonly own: number;
  readonly whole: number;
}

/** Thread time of the page's main thread from one frame to the next, milliseconds. */
function frameCosts(events: readonly TraceEvent[]): FrameCost[] {
  const fired = events.filter(({ name }) => name === 'FireAnimationFrame').sort((a, b) => a.ts - b.ts);
  const main = fired[0];
  if (main === undefined) return [];
  const onMain = events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  return fired.map(({ ts }, place) => {
    const since = fired[place - 1]?.ts ?? ts - 16_000;
    const spent = (wanted: string): number =>
      onMain
        .filter((event) => event.name === wanted && event.ts > since && event.ts <= ts)
        .reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;
    const whole = spent('RunTask');
    return { own: whole - spent('Commit'), whole };
  });
}

function figuresOf(values: readonly number[]): { p50: number; p95: number; max: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const share = (part: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 100) / 100;
  return { p50: share(0.5), p95: share(0.95), max: share(1) };
}

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
      const costs = frameCosts(await traced(session, work));
      const own = figuresOf(costs.map((cost) => cost.own));
      if (costs.length === 0 || own.p95 > budgetMs) isWithin = false;
      const figures = { name, frames: costs.length, own, whole: figuresOf(costs.map((cost) => cost.whole)) };
      process.stdout.write(`${JSON.stringify(figures)}\n`);
    }
    process.exitCode = isWithin ? 0 : 1;
  },
);
