/**
 * `npm run bench:central`: how many inspections a minute the service takes (metadata, a 100 kB image, results), how long
 * requests take under a mixed load, and how long pages of its lists take among a million rows. Writes
 * bench/results/central.json and prints it; `--only sync,load,pages` measures some and keeps the file's other figures;
 * `--dir D` keeps the database in D, so that its million rows are made once.
 * On a database of its own with a disk flush for every commit, client and service in one process: times are by the
 * clock, so each part says how busy the machine was meanwhile.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, getPriority, loadavg, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { type BenchService, startBenchService } from './bench-service.ts';
import { measureInspectionPages } from './list-pages.ts';
import { fillMillion } from './million.ts';
import { measureMixedLoad } from './mixed-load.ts';
import { measureSync } from './sync-rate.ts';

const parts: Readonly<Record<string, (service: BenchService) => Promise<object>>> = {
  sync: measureSync,
  pages: async (service) => {
    await fillMillion(service.db);
    return measureInspectionPages(service);
  },
  // After the pages: among the million rows, where both are measured.
  load: measureMixedLoad,
};

const { values } = parseArgs({
  options: { only: { type: 'string', default: Object.keys(parts).join(',') }, dir: { type: 'string' } },
});
const wanted = new Set(values.only.split(','));
const file = join(import.meta.dirname, '../../bench/results/central.json');
const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { parts?: object }).parts : undefined;

const service = await startBenchService(values.dir ?? null);
const measured: Record<string, object> = {};
try {
  for (const [name, measure] of Object.entries(parts)) {
    if (!wanted.has(name)) continue;
    const figures = await measure(service);
    const load_average = Number(loadavg()[0]?.toFixed(1));
    // Of this program and the database that it started; below 0: before other work of the machine.
    const niceness = getPriority();
    measured[name] = { made: new Date().toISOString(), load_average, niceness, ...figures };
  }
} finally {
  await service.stop();
}
const result = {
  command: 'npm run bench:central',
  machine: {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: cpus().length,
    memoryGB: Math.round(totalmem() / 1e9),
    node: process.version,
  },
  parts: { ...kept, ...measured },
};
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
process.stdout.write(`${JSON.stringify(measured, null, 2)}\n`);
