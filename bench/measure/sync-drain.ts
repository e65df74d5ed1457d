/**
 * A station that sends everything it has, in a process of its own: `node --expose-gc sync-drain.ts DATA_DIR TOKEN_FILE`.
 * One JSON object on standard output: what it took, and what it held in memory on the way.
 */
import { readFileSync } from 'node:fs';
import { ok } from '../../src/core/kernel/result.ts';
import { machineNames, openStation } from '../../src/station/compose.ts';
import { defaultSettings, readSettings } from '../../src/station/settings/site-settings.ts';
import { ledgerCounts } from '../../src/station/sync/ledger-counts.ts';
import { openSync } from '../../src/station/sync/open-sync.ts';

export interface Drained {
  /** Items of the ledger that were settled. */
  readonly settled: number;
  readonly left: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
  /** Live heap in MB after a collection: when sending had begun, and the most later on. */
  readonly heapAtStart: number;
  readonly heapAtMost: number;
  /** Memory of the whole process, MB. */
  readonly memoryAtStart: number;
  readonly memoryAtMost: number;
}

/** Items between two looks at the heap: a collection takes some of the time that is measured. */
const lookEvery = 500;
const megabytes = (bytes: number): number => Number((bytes / 1e6).toFixed(1));

const [dataDir = '', tokenFile = ''] = process.argv.slice(2);
const opened = await openStation({ dataDir });
if (!opened.ok) throw new Error(opened.error.message);
const { context, images, signer, close } = opened.value;
const heap: number[] = [];
const memory: number[] = [process.memoryUsage.rss()];
const look = (): void => {
  globalThis.gc?.();
  heap.push(process.memoryUsage().heapUsed);
};
let settled = 0;
const sync = openSync({
  context,
  images,
  settings: () => {
    const read = readSettings(context.db, defaultSettings(machineNames()));
    return read.ok ? read.value : null;
  },
  receiveRecipe: null,
  receivesPeople: false,
  models: null,
  credentials: { token: () => ok(readFileSync(tokenFile, 'utf8').trim()), bucket: () => ok(null) },
  onChange() {
    memory.push(process.memoryUsage.rss());
    if (sync.settled() < settled + lookEvery && heap.length > 0) return;
    settled = sync.settled();
    look();
  },
  onProblem: (error) => process.stderr.write(`${error.message}\n`),
});
signer.checkpoint();
const cpu = process.cpuUsage();
const started = performance.now();
const watching = setInterval(() => memory.push(process.memoryUsage.rss()), 100);
const done = await sync.once();
clearInterval(watching);
if (!done.ok) throw new Error(`${done.error.code} ${done.error.message}`);
const seconds = (performance.now() - started) / 1000;
const { user, system } = process.cpuUsage(cpu);
look();
const counts = ledgerCounts(context.db);
if (!counts.ok) throw new Error(counts.error.message);
const drained: Drained = {
  settled: sync.settled(),
  left: counts.value.pending + counts.value.setAside,
  seconds: Number(seconds.toFixed(1)),
  cpuSeconds: Number(((user + system) / 1e6).toFixed(1)),
  heapAtStart: megabytes(heap[0] ?? 0),
  heapAtMost: megabytes(Math.max(...heap)),
  memoryAtStart: megabytes(memory[0] ?? 0),
  memoryAtMost: megabytes(memory.reduce((most, it) => Math.max(most, it), 0)),
};
process.stdout.write(`${JSON.stringify(drained)}\n`);
await sync.close();
close();
