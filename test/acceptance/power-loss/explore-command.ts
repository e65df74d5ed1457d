/**
 * `npm run power-loss -- [--states N] [--boards N] [--seed N]`: the real write path, and weaker
 * stations as controls that must fail. Exit status 1 where the real one lost something or a control did not.
 */
import { parseArgs } from 'node:util';
import { explorePowerLoss, flaws } from './explore-power-loss.ts';
import { haveTracer } from './tracer.ts';

const { values } = parseArgs({
  options: {
    states: { type: 'string', default: '10000' },
    boards: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
  },
});
haveTracer();
const asked = { boards: Number(values.boards), seed: Number(values.seed) };
const states = Number(values.states);
let asExpected = true;
for (const flaw of ['none', ...flaws] as const) {
  // A control has shown what it is for long before.
  const found = explorePowerLoss({ ...asked, flaw, states: flaw === 'none' ? states : Math.min(states, 1000) });
  const { calls, syncs, acknowledged, lost, corrupt, examples } = found;
  const name = flaw === 'none' ? 'the station' : `control, ${flaw}`;
  const trace = `${calls} calls, ${syncs} syncs, ${acknowledged} acknowledged steps`;
  process.stdout.write(`${name}: ${found.states} disk states, ${lost} lost, ${corrupt} corrupt (${trace})\n`);
  if (flaw === 'none') for (const example of examples) process.stdout.write(`  ${example}\n`);
  asExpected &&= (flaw === 'none') === (lost + corrupt === 0);
}
process.exitCode = asExpected ? 0 : 1;
