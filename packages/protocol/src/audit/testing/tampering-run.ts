/**
 * Random tamperings of every class against the verifier, each found or the run fails: `npm run tampering`.
 * `--count` in all (100,000), `--seed` to have the same ones again.
 */
import { parseArgs } from 'node:util';
import { signedTamperings } from './signed-tampering.ts';
import { falseAlarms, makeVictims, runTamperings } from './tampering-harness.ts';

const { values } = parseArgs({ options: { count: { type: 'string' }, seed: { type: 'string' } } });
const seed = Number(values.seed ?? 20_261_121);
const perClass = Math.ceil(Number(values.count ?? 100_000) / signedTamperings.length);
const victims = makeVictims(64);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

say(`seed ${seed}; ${signedTamperings.length} classes of ${perClass}; ${victims.length} true logs`);
let missed = 0;
const { user: began } = process.cpuUsage();
for (const { name } of signedTamperings) {
  const [result] = runTamperings({ count: perClass, seed, only: name, victims });
  if (result === undefined) continue;
  missed += result.missed.length;
  const named = Object.entries(result.damages).map(([damage, times]) => `${damage} ${times}`);
  say(`${String(result.found).padStart(6)} of ${perClass} found  ${name}: ${named.join(', ')}`);
  if (result.missed.length > 0) say(`       missed: ${result.missed.slice(0, 20).join(' ')}`);
}
const alarms = falseAlarms(victims);
const seconds = (process.cpuUsage().user - began) / 1e6;
say(
  `${perClass * signedTamperings.length} tamperings, ${missed} missed; ${alarms} false alarms; ${seconds.toFixed(0)} s`,
);
process.exitCode = missed > 0 || alarms > 0 ? 1 : 0;
