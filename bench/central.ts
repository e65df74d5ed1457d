/**
 * `npm run bench:central`: how many inspections a minute the service takes (metadata, a 100 kB image, results), how long
 * requests take under a mixed load, and how long pages of its lists take among a million rows. Writes
 * bench/results/central.json and prints it; `--only sync,load,pages` measures some and keeps the file's other figures;
 * `--dir D` keeps the database in D, so that its million rows are made once.
 * On a database of its own with a disk flush for every commit, client and service in one process.
 */
import { parseArgs } from 'node:util';
import { startBenchService } from '../central/bench/bench-service.ts';
import { measureInspectionPages } from '../central/bench/list-pages.ts';
import { fillMillion } from '../central/bench/million.ts';
import { measureMixedLoad } from '../central/bench/mixed-load.ts';
import { measureSync } from '../central/bench/sync-rate.ts';
import { measureParts } from './result-file.ts';

const { values } = parseArgs({
  options: { only: { type: 'string', default: 'sync,pages,load' }, dir: { type: 'string' } },
});

const service = await startBenchService(values.dir ?? null);
try {
  await measureParts({
    name: 'central',
    command: 'npm run bench:central',
    only: values.only,
    parts: {
      sync: () => measureSync(service),
      pages: async () => {
        await fillMillion(service.db);
        return measureInspectionPages(service);
      },
      // After the pages: among the million rows, where both are measured.
      load: () => measureMixedLoad(service),
    },
  });
} finally {
  await service.stop();
}
