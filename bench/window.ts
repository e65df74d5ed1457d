/**
 * `node bench/window.ts`: what a person waits for at the window, measured on the built window with a real station and a
 * real engine. Writes bench/results/window.json and a table. `--only NAME,…` measures some (start, import, frames,
 * ledger, heap) and keeps the file's other figures; `--boards N` and `--minutes M` bound the long run, whose heap is read every
 * `--lot L` boards; `--items N`: of the station whose list of what is sent is scrolled. Linux.
 * Times are by the clock, so each part says how busy the machine was meanwhile; the frames are processor time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { getPriority, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchWindow } from '../e2e/launch-window.ts';
import { buildWindow } from '../e2e/window-build.ts';
import { chooseHost, describeHost } from '../e2e/window-host.ts';
import { boards } from './measure/boards.ts';
import { percentile } from './measure/statistics.ts';
import { windowFrames } from './measure/window-frames.ts';
import { bytesPerBoard, type HeapSample, heapOverBoards } from './measure/window-heap.ts';
import { ledgerFrames } from './measure/window-ledger.ts';
import { type MachineLoad, watchLoad } from './measure/window-load.ts';
import { seen, watchDrawing } from './measure/window-page.ts';
import { importToOverlay, nextDefects, reviewByKeys } from './measure/window-review.ts';
import { windowStart } from './measure/window-start.ts';
import { writeResult, writtenParts } from './result-file.ts';
import { type Figure, table } from './table.ts';

const parts = ['start', 'import', 'frames', 'ledger', 'heap'] as const;
type Part = (typeof parts)[number];

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: parts.join(',') },
    starts: { type: 'string', default: '5' },
    imports: { type: 'string', default: '20' },
    boards: { type: 'string', default: '2000' },
    minutes: { type: 'string', default: '20' },
    lot: { type: 'string', default: '200' },
    items: { type: 'string', default: '100000' },
  },
});
const wanted = new Set(values.only.split(','));
const host = chooseHost();
// An app of its own, so that work on the project's own build does not change what is measured.
const app = process.env.E2E_BUILD ?? 'out-bench';
await buildWindow(app);

interface Measured {
  readonly made: string;
  readonly load: MachineLoad;
  /** Of this program and what it started; below 0: before other work of the machine. */
  readonly niceness: number;
  readonly figures: readonly Figure[];
  readonly samples?: readonly HeapSample[];
}

type Add = (name: string, value: number, unit: string, limit?: Figure['limit']) => void;

const rounded = (value: number): number => Number(value.toFixed(Math.abs(value) < 10 ? 2 : 1));

function addTimes(add: Add, name: string, times: readonly number[], atMost?: number): void {
  const count = `${name} (${times.length})`;
  add(`${count}: p50`, percentile(times, 0.5), 'ms');
  add(`${count}: p95`, percentile(times, 0.95), 'ms', atMost === undefined ? undefined : { atMost });
}

async function measured(work: (add: Add) => Promise<readonly HeapSample[] | undefined>): Promise<Measured> {
  const figures: Figure[] = [];
  const load = watchLoad();
  const samples = await work((name, value, unit, limit) =>
    figures.push({ name, value: rounded(value), unit, ...(limit ? { limit } : {}) }),
  );
  return {
    made: new Date().toISOString(),
    load: load(),
    niceness: getPriority(),
    figures,
    ...(samples ? { samples } : {}),
  };
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fiducial-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Pairs of 640², each with its golden beside it. */
const pictures = (count: number): string[] => {
  const folder = dirname(boards(640, 101));
  return Array.from({ length: count }, (_, place) => join(folder, `${String(place + 1).padStart(6, '0')}_board.jpg`));
};

async function start(add: Add): Promise<undefined> {
  const times = Number(values.starts);
  const fresh: number[] = [];
  for (let n = 0; n < times; n += 1)
    fresh.push(await inFolder(async (folder) => (await windowStart(folder, app, false)).interactive));
  addTimes(add, 'start to interactive, new station', fresh, 1800);
  await inFolder(async (folder) => {
    const { app: program, page } = await launchWindow({ dataDir: folder, app });
    // Two of the boards have defects, so that one waits at the next start.
    await page.evaluate(async (paths) => {
      const ended = new Promise<void>((done) => {
        const stop = window.station.imports.progressed(({ state }) => {
          if (state !== 'finished') return;
          stop();
          done();
        });
      });
      await window.station.imports.start({ paths, about: {} });
      await ended;
    }, pictures(40));
    await program.close();
    const filled = [];
    for (let n = 0; n < times; n += 1) filled.push(await windowStart(folder, app, true));
    addTimes(
      add,
      'start to interactive, 40 boards',
      filled.map(({ interactive }) => interactive),
      1800,
    );
    addTimes(
      add,
      'start to the first board with its defects',
      filled.flatMap(({ board }) => board ?? []),
    );
  });
  return undefined;
}

async function importing(add: Add): Promise<undefined> {
  await inFolder(async (folder) => {
    const { app: program, page } = await launchWindow({ dataDir: folder, app });
    await seen(page, 'controls');
    await watchDrawing(page);
    const wantedImports = Number(values.imports);
    const overlays: number[] = [];
    const next: number[] = [];
    const decided: number[] = [];
    // The first board warms the engine; some boards have nothing to be found.
    for (const [place, picture] of pictures(100).entries()) {
      if (overlays.length === wantedImports) break;
      const time = await importToOverlay(page, picture);
      if (time === null) {
        // One without defects may wait as well, where its golden did not fit.
        await page.keyboard.press('Enter');
        continue;
      }
      if (place > 0) overlays.push(time);
      next.push(...(await nextDefects(page)));
      decided.push(...(await reviewByKeys(page)));
    }
    await program.close();
    addTimes(add, 'import of one 640² pair to its overlay', overlays, 500);
    addTimes(add, 'key to the next defect, board and crops drawn', next, 100);
    addTimes(add, 'key that decides to the next defect, committed', decided);
  });
  return undefined;
}

async function frames(add: Add): Promise<undefined> {
  for (const { name, frames: count, own, whole } of await windowFrames()) {
    const what = `frame, 10,000 boxes, ${name} (${count})`;
    add(`${what}: p50`, own.p50, 'ms cpu');
    add(`${what}: p95`, own.p95, 'ms cpu', { atMost: 8 });
    add(`${what}: p95 with the compositor`, whole.p95, 'ms cpu');
  }
  return undefined;
}

async function ledger(add: Add): Promise<undefined> {
  const figures = await inFolder((folder) => ledgerFrames(folder, app, Number(values.items)));
  for (const { rows, scrolled } of figures) {
    const what = `frame, list of what is sent, ${rows} rows there (${scrolled.frames})`;
    add(`${what}: p50`, scrolled.own.p50, 'ms cpu');
    add(`${what}: p95`, scrolled.own.p95, 'ms cpu', { atMost: 8 });
    add(`${what}: p95 with the compositor`, scrolled.whole.p95, 'ms cpu');
  }
  return undefined;
}

async function heap(add: Add): Promise<readonly HeapSample[]> {
  const source = boards(640, 500);
  return inFolder(async (folder) => {
    const { app: program, page } = await launchWindow({ dataDir: folder, app });
    await seen(page, 'controls');
    const untilMs = Date.now() + Number(values.minutes) * 60_000;
    const run = { folder, source, count: Number(values.boards), lot: Number(values.lot), untilMs };
    const samples = await heapOverBoards(page, run, (sample) => process.stderr.write(`${JSON.stringify(sample)}\n`));
    await program.close();
    const [first, last] = [samples[1]!, samples.at(-1)!];
    add('boards in one run', last.boards, '');
    add('of them decided and signed off in the window', last.signed, '');
    add('window’s heap after the first lot', first.heapBytes / 1e6, 'MB');
    add('window’s heap at the end', last.heapBytes / 1e6, 'MB');
    add('heap that each further board leaves', bytesPerBoard(samples, 'heapBytes') / 1000, 'kB');
    add('objects that each further board leaves', bytesPerBoard(samples, 'objectBytes') / 1000, 'kB', { atMost: 0.1 });
    add('DOM nodes after the first lot', first.nodes, '');
    add('DOM nodes at the end', last.nodes, '');
    return samples;
  });
}

const suites: Readonly<Record<Part, (add: Add) => Promise<readonly HeapSample[] | undefined>>> = {
  start,
  import: importing,
  frames,
  ledger,
  heap,
};

for (const part of parts) {
  if (!wanted.has(part)) continue;
  process.stderr.write(`${part} …\n`);
  const result = await measured(suites[part]);
  const { busy, runnable, cores } = result.load;
  process.stdout.write(`${table(result.figures)}\n`);
  process.stdout.write(`  machine ${Math.round(busy * 100)} % busy, ${runnable} threads for ${cores} cores\n\n`);
  writeResult('window', {
    command: 'node bench/window.ts',
    host: describeHost(host),
    parts: { ...writtenParts('window'), [part]: result },
  });
}
