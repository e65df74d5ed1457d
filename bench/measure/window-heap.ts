/** Does the window keep anything of the boards that went through it? */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { CDPSession, Page } from '@playwright/test';
import { liveObjectBytes } from './live-objects.ts';
import { mean } from './statistics.ts';
import { seen } from './window-page.ts';

export interface HeapSample {
  /** Boards imported so far. */
  readonly boards: number;
  /** Of them opened, decided and signed off in the window; the others passed by themselves. */
  readonly signed: number;
  /** Bytes of the page's JavaScript heap after its garbage was collected. */
  readonly heapBytes: number;
  /** Of them, the page's own objects; the rest is what the engine compiled. */
  readonly objectBytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

async function heapNow(session: CDPSession): Promise<Omit<HeapSample, 'boards' | 'signed'>> {
  // What finalisers hold goes with the second collection.
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (wanted: string): number => metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  return {
    heapBytes: usedSize,
    objectBytes: await liveObjectBytes(session),
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
  };
}

interface ManifestLine {
  readonly image: string;
  readonly golden: string;
  readonly part: string;
}

/** A manifest of the next `count` boards: the pictures of `source` again and again, each time as another board. */
async function writeLot(folder: string, source: string, first: number, count: number): Promise<string> {
  const lines = readFileSync(source, 'utf8').trim().split('\n');
  const boards = Array.from({ length: count }, (_, place) => {
    const { image, golden, part } = JSON.parse(lines[(first + place) % lines.length]!) as ManifestLine;
    const paths = { image: resolve(dirname(source), image), golden: resolve(dirname(source), golden) };
    return JSON.stringify({ ...paths, part, serial: `H-${String(first + place).padStart(6, '0')}` });
  });
  const file = join(folder, `lot-${first}.jsonl`);
  await writeFile(file, `${boards.join('\n')}\n`);
  return file;
}

/**
 * Imports a lot and, while it is inspected, decides the first defect of each board that waits and signs it off, as a
 * person does, by keys in the window. Ends when all is inspected and signed. Gives how many were signed.
 */
const reviewLot = (page: Page, manifest: string): Promise<number> =>
  page.evaluate(
    (path) =>
      new Promise<number>((done, refuse) => {
        const name = () => document.querySelector('section[aria-label="Board"] h2')?.textContent ?? null;
        const press = (key: string) =>
          (document.activeElement ?? document.body).dispatchEvent(
            new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
          );
        const hasDefects = () => document.querySelector('section[aria-label="Defects"] [role="option"]') !== null;
        let isInspected = false;
        let signed = 0;
        let at: string | null = null;
        let step: 'decide' | 'sign' | 'leave' = 'decide';
        let waited = 0;
        const stop = window.station.imports.progressed(({ state }) => {
          if (state === 'finished' || state === 'cancelled') isInspected = true;
        });
        const look = async (): Promise<void> => {
          const open = name();
          if (open !== at) {
            if (at !== null && step === 'leave') signed += 1;
            [at, step, waited] = [open, 'decide', 0];
          }
          waited += 1;
          if (open === null && isInspected) {
            const counts = await window.station.queue.counts({});
            if (counts.ok && counts.value.review === 0) {
              stop();
              done(signed);
              return;
            }
          }
          if (open !== null && step === 'decide') {
            // A board without defects waits for a person where its golden did not fit.
            if (hasDefects()) press('c');
            step = 'sign';
          } else if (open !== null) {
            // A key that came while the station was busy was not heard: it is pressed again.
            if (waited % 15 === 0 && hasDefects()) press('c');
            else if (step === 'sign' || waited % 2 === 0) press('Enter');
            step = 'leave';
          }
          // The pace of a person: keys that come faster are a scanner's, and decide nothing.
          setTimeout(() => void look(), 40);
        };
        void window.station.imports.start({ paths: [path], about: {} }).then((started) => {
          if (started.ok) void look();
          else refuse(new Error(started.error.message));
        });
      }),
    manifest,
  );

/**
 * @param folder For the manifests. @param source Manifest of the pictures.
 * @param untilMs Time (as of `Date.now`) after which no further lot is begun.
 */
export async function heapOverBoards(
  page: Page,
  { folder, source, count, lot, untilMs }: HeapRun,
  onSample: (sample: HeapSample) => void,
): Promise<HeapSample[]> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const samples: HeapSample[] = [];
  let signed = 0;
  const add = async (boards: number) => {
    const sample = { boards, signed, ...(await heapNow(session)) };
    samples.push(sample);
    onSample(sample);
  };
  await add(0);
  for (let first = 0; first < count && Date.now() < untilMs; first += lot) {
    const size = Math.min(lot, count - first);
    signed += await reviewLot(page, await writeLot(folder, source, first, size));
    await seen(page, 'nothing to review');
    await add(first + size);
  }
  return samples;
}

export interface HeapRun {
  readonly folder: string;
  readonly source: string;
  readonly count: number;
  readonly lot: number;
  readonly untilMs: number;
}

/** Bytes that each further board leaves, by least squares over what came after the first lot, which fills caches. */
export function bytesPerBoard(samples: readonly HeapSample[], part: 'heapBytes' | 'objectBytes'): number {
  const warm = samples.slice(2);
  const x = mean(warm.map(({ boards }) => boards));
  const y = mean(warm.map((one) => one[part]));
  const sum = (of: (sample: HeapSample) => number) => warm.reduce((total, sample) => total + of(sample), 0);
  return sum((one) => (one.boards - x) * (one[part] - y)) / sum((one) => (one.boards - x) ** 2);
}
