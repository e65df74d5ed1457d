/**
 * `npm run sync-simulation -- [--seeds N] [--from N] [--bug NAME]`: the station's sending in virtual time, seed by seed.
 * Exit status 1 where an invariant broke; the same seed on the same commit breaks it again.
 */
import { parseArgs } from 'node:util';
import { plantedBugs } from './planted-bugs.ts';
import { runSeed } from './run-seed.ts';
import { emptyDatabase } from './station-model.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1000' },
    from: { type: 'string', default: '1' },
    bug: { type: 'string' },
  },
});
const bug = plantedBugs.find((known) => known === values.bug) ?? null;
if (values.bug !== undefined && bug === null) throw new Error(`Known bugs: ${plantedBugs.join('; ')}`);
const template = emptyDatabase();
const [from, seeds] = [Number(values.from), Number(values.seeds)];
let [broken, inspections, requests, kills, restores] = [0, 0, 0, 0, 0];
for (let seed = from; seed < from + seeds; seed += 1) {
  const report = await runSeed(seed, template, bug);
  inspections += report.inspections;
  requests += report.requests;
  kills += report.kills;
  restores += report.restores;
  if (report.wrong.length === 0) continue;
  broken += 1;
  process.stdout.write(`seed ${seed}:\n${report.wrong.map((line) => `  ${line}\n`).join('')}`);
}
const { user, system } = process.cpuUsage();
const cpu = ((user + system) / 1e6).toFixed(1);
process.stdout.write(
  `${seeds} seeds from ${from}: ${broken} broken; ${inspections} inspections, ${requests} requests, ${kills} kills, ${restores} restores; ${cpu} s of processor time\n`,
);
process.exitCode = broken === 0 ? 0 : 1;
