/**
 * `npm run bench:sync`: how fast a station's backlog goes to the central service (metadata and a 100 kB image each, two
 * processes and a Postgres that flushes the disk), what the station holds in memory while a long backlog drains, and while
 * one large original goes in parts. Writes bench/results/sync.json and prints it. `--only rate,backlog,original` measures
 * some and keeps the file's other figures; `--boards N` (1,000), `--backlog N` (100,000) and `--megabytes N` (500) change
 * the lengths. Exit status 1 where a figure misses its aim.
 */
import { parseArgs } from 'node:util';
import { type DrainedPair, drain } from './measure/sync-pair.ts';
import { measureParts } from './result-file.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: 'rate,backlog,original' },
    boards: { type: 'string', default: '1000' },
    backlog: { type: 'string', default: '100000' },
    megabytes: { type: 'string', default: '500' },
  },
});
const missed: string[] = [];

interface Aim {
  readonly name: string;
  readonly value: number;
  readonly least?: number;
  readonly most?: number;
}

/** The figure with its aim beside it. */
function figure({ name, value, least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY }: Aim) {
  const met = value >= least && value <= most;
  if (!met) missed.push(`${name}: ${value}`);
  const aim = Number.isFinite(least) ? { at_least: least } : { at_most: most };
  return { value, ...aim, met };
}

/** Says more than the clock where other work runs beside it. */
function cpuOf({ cpuSeconds, serviceCpuSeconds }: DrainedPair, inspections: number) {
  const each = (seconds: number): number => Number(((seconds * 1000) / inspections).toFixed(2));
  return {
    station_cpu_ms_each: each(cpuSeconds),
    service_and_database_cpu_ms_each: serviceCpuSeconds === null ? null : each(serviceCpuSeconds),
  };
}

const suites = {
  async rate() {
    const boards = Number(values.boards);
    const drained = await drain({ inspections: boards, imageBytes: 100_000, images: boards });
    const { left, seconds } = drained;
    return {
      inspections: boards,
      image_bytes: 100_000,
      left: figure({ name: 'left', value: left, most: 0 }),
      per_minute: figure({ name: 'inspections a minute', value: Math.round((boards / seconds) * 60), least: 1000 }),
      ...cpuOf(drained, boards),
    };
  },
  async backlog() {
    const inspections = Number(values.backlog);
    const drained = await drain({ inspections, imageBytes: 200, images: 100 });
    const growth = Number((drained.heapAtMost - drained.heapAtStart).toFixed(1));
    return {
      inspections,
      left: figure({ name: 'left', value: drained.left, most: 0 }),
      heap_growth_mb: figure({ name: 'heap growth, MB', value: growth, most: 50 }),
      heap_at_start_mb: drained.heapAtStart,
      seconds: drained.seconds,
      ...cpuOf(drained, inspections),
    };
  },
  async original() {
    const megabytes = Number(values.megabytes);
    const drained = await drain({ inspections: 1, imageBytes: megabytes * 1e6, images: 1 });
    const growth = Number((drained.memoryAtMost - drained.memoryAtStart).toFixed(1));
    return {
      megabytes,
      left: figure({ name: 'left', value: drained.left, most: 0 }),
      memory_growth_mb: figure({ name: 'memory growth of the whole process, MB', value: growth, most: 150 }),
      seconds: drained.seconds,
      station_cpu_seconds: drained.cpuSeconds,
    };
  },
};

await measureParts({ name: 'sync', command: 'npm run bench:sync', only: values.only, parts: suites });
for (const line of missed) process.stderr.write(`missed: ${line}\n`);
process.exitCode = missed.length === 0 ? 0 : 1;
