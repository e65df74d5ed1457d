/**
 * `npm run sync-agreement -- [--boards N] [--kills N] [--minutes N] [--seed N]`: a station that inspected N boards (5,000)
 * offline comes online while its process and the service's are killed (SIGKILL, 1,000 times) at random and people go on
 * deciding; then both sides must agree to the byte. Every tenth original is sent in parts. `--minutes` ends the kills
 * sooner. One JSON object on standard output; exit status 1 where they differ.
 */
import { parseArgs } from 'node:util';
import { dice } from '../../simulation/sync/world.ts';
import { compareSides } from './differences.ts';
import { killBothSides } from './kill-campaign.ts';
import { openRig, partBytes } from './rig.ts';

const { values } = parseArgs({
  options: {
    boards: { type: 'string', default: '5000' },
    kills: { type: 'string', default: '1000' },
    minutes: { type: 'string', default: 'Infinity' },
    seed: { type: 'string', default: '1' },
  },
});
const [boards, kills, seed] = [Number(values.boards), Number(values.kills), Number(values.seed)];
const rig = await openRig();
try {
  for (let n = 0; n < boards; n += 1) await rig.inspect(n % 10 === 9 ? 2.5 * partBytes : 20_000);
  process.stderr.write(`${boards} boards inspected offline\n`);
  const started = performance.now();
  const campaign = await killBothSides(rig, {
    kills,
    longestMs: Number(values.minutes) * 60_000,
    rolled: dice(seed),
    onKill: (kill, waiting) => kill % 25 === 0 && process.stderr.write(`${kill} kills, ${waiting} items wait\n`),
  });
  const minutes = Number(((performance.now() - started) / 60_000).toFixed(1));
  const compared = await compareSides(rig);
  process.stdout.write(`${JSON.stringify({ boards, seed, ...campaign, minutes, ...compared })}\n`);
  process.exitCode = compared.found.length === 0 ? 0 : 1;
} finally {
  await rig.close();
}
