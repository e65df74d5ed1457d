/** What the lists cost when a station has inspected for years. */
import { statSync } from 'node:fs';
import { newId } from '../../src/core/kernel/ids.ts';
import { noSigner } from '../../src/station/audit/log-signer.ts';
import { systemClock } from '../../src/station/clock.ts';
import { openToAll } from '../../src/station/context.ts';
import { openDatabase } from '../../src/station/db/open.ts';
import { historyFacets, historyPage } from '../../src/station/history/history.ts';
import { recordInspection } from '../../src/station/inspections/record.ts';
import { queueCounts, queuePage } from '../../src/station/queue/queue.ts';
import { summarise } from '../../src/station/statistics/summary.ts';
import { sampleImage, sampleInspection } from '../../src/station/testing/sample-inspection.ts';
import type { AddFigure } from '../table.ts';
import { filledStation } from './filled/filled-station.ts';
import { historyPages, type PageTimes, startOf } from './history-pages.ts';
import { percentile } from './statistics.ts';

/** Up to 30 pages of each combination: what happens once, as when this program clears its memory, is no filter's cost. */
const rounds = 10;
const templates = 20;
const inspectedLast = 600;

function open(at: string) {
  const db = openDatabase({ file: at });
  if (!db.ok) throw new Error(db.error.message);
  const actor = { id: 'bench', name: 'bench', role: 'line' };
  return { db: db.value, clock: systemClock(), station: 'bench', actor, signer: noSigner, ...openToAll };
}

/** By the clock and of this process alone: other work on the machine shows in the first only. In ms. */
function p95Of(work: () => unknown, times: number): { clock: number; cpu: number; worstCpu: number } {
  const clock: number[] = [];
  const cpu: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const started = performance.now();
    const before = process.cpuUsage();
    work();
    const used = process.cpuUsage(before);
    clock.push(performance.now() - started);
    cpu.push((used.user + used.system) / 1000);
  }
  return { clock: percentile(clock, 0.95), cpu: percentile(cpu, 0.95), worstCpu: Math.max(...cpu) };
}

/**
 * Adds its figures; gives the filter combinations that take longest, slowest first. The station is made in `folder` (minutes
 * of processor time) unless it is there.
 */
export async function millionInspections(folder: string, count: number, add: AddFigure): Promise<readonly PageTimes[]> {
  const onProgress = (boards: number) => process.stderr.write(`\rfilling a station: ${boards} of ${count} boards`);
  const file = filledStation(folder, { inspections: count, templates, inspectedLast, onProgress });
  const context = open(file);
  const { db } = context;
  const addTimes = (name: string, { clock, cpu }: { clock: number; cpu: number }, limit?: Parameters<AddFigure>[3]) => {
    add(`${name}, p95`, clock, 'ms', limit);
    add(`${name}, p95 of processor time`, cpu, 'ms');
  };

  add('inspections', Number(db.scalar('SELECT count(*) FROM inspections')), '');
  add('size of the database', statSync(file).size / 1e6, 'MB');
  // A station that was just started reads its first page into an empty cache, with code that has never run.
  historyPage(db, { filter: {}, limit: 100 });
  const pages = historyPages(db, rounds);
  const worst = (of: (times: (typeof pages)[number]) => number) => Math.max(...pages.map(of));
  const slow = (of: (times: (typeof pages)[number]) => number) => pages.filter((times) => of(times) > 10).length;
  const atMost10 = { atMost: 10 };
  const clockAndCpu = { clock: worst(({ p95 }) => p95), cpu: worst(({ cpuP95 }) => cpuP95) };
  addTimes(`history page of 100, the slowest of ${pages.length} filter combinations`, clockAndCpu, atMost10);
  add(
    'filter combinations with a p95 over 10 ms',
    slow(({ p95 }) => p95),
    '',
    { atMost: 0 },
  );
  add(
    'filter combinations with a p95 over 10 ms of processor time',
    slow(({ cpuP95 }) => cpuP95),
    '',
  );
  addTimes(
    'words to filter by',
    p95Of(() => historyFacets(db), 50),
  );
  addTimes(
    'queue page of 100',
    p95Of(() => queuePage(db, { shelf: 'review', limit: 100 }), 50),
    atMost10,
  );
  for (const search of ['PCB-10', 'LOT-0', 'SN-000']) {
    addTimes(
      `queue page of 100, searched by ${search}`,
      p95Of(() => queuePage(db, { shelf: 'review', search, limit: 100 }), 50),
      atMost10,
    );
  }
  addTimes(
    'queue counts',
    p95Of(() => queueCounts(db), 50),
  );
  for (const [name, filter] of [
    ['all', {}],
    ['the newest tenth', { from: startOf(db, 0.9) }],
    ['the newest fiftieth', { from: startOf(db, 0.98) }],
    ['all that failed', { verdict: 'fail' }],
  ] as const) {
    const before = process.cpuUsage();
    const summed = await summarise(db, { filter, utcOffsetMinutes: 60, shiftStarts: [360, 840, 1320] });
    if (!summed.ok) throw new Error(summed.error.message);
    const used = process.cpuUsage(before);
    add(`statistics of ${name}, processor time`, (used.user + used.system) / 1e6, 's');
  }
  // Last, because it is the one that changes the station.
  const recorded = p95Of(() => {
    const input = sampleInspection({
      image: sampleImage(newId()),
      serial: newId(),
      startedAt: new Date().toISOString(),
    });
    const done = recordInspection(context, input);
    if (!done.ok) throw new Error(done.error.message);
  }, 500);
  addTimes('recording one more board', recorded);
  add('recording one more board, worst of 500, processor time', recorded.worstCpu, 'ms');
  db.close();
  return pages.slice(0, 20);
}
