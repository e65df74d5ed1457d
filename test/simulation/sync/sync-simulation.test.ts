/** Docs/spec/sync.md, S1 to S18, in virtual time. More seeds: `npm run sync-simulation -- --seeds N --from N`. */
import { describe, expect, it } from 'vitest';
import { type PlantedBug, plantedBugs } from './planted-bugs.ts';
import { runSeed } from './run-seed.ts';
import { emptyDatabase } from './station-model.ts';

const template = emptyDatabase();
const seeds = Number(process.env.FIDUCIAL_SYNC_SEEDS ?? 12);
const from = Number(process.env.FIDUCIAL_SEED ?? 1);

/** The rule that each bug must be seen to break, among others that it may. */
const brokenRule: Readonly<Record<PlantedBug, RegExp>> = {
  'a new id on each retry': /^S11?: /,
  'acknowledged before it was sent': /^S1: /,
  'ids that are known for 24 hours': /^S2: .* twice/,
  'no jitter': /^S13: /,
  'an upload address that was kept': /^S12: /,
  'Retry-After ignored': /^S5: /,
  'results before their inspection': /^S3: /,
  'a poison item blocks': /^S6: /,
  'waits by the wall clock': /^(S2|S5|S13): /,
  'the hash is not checked': /^S4: /,
  'bytes that are there are sent again': /^S9: /,
  'the receipt is lost': /^S15: /,
  'the token goes to the store': /^S10: /,
  'the cap is not kept': /^S8: /,
  'an interrupted upload begins anew': /^S16: /,
  'a restart forgets Retry-After': /^S5: /,
  'what the service lost counts as sent': /^S2: .* is not there/,
  'a receipt of something else is believed': /^S15: /,
  'any witness is believed': /^S18: /,
};
/** Seeds in which a bug has its chance; no more are run than it takes. */
const seedsForBug = 40;

describe('two weeks of a station and a service that is mostly away', () => {
  it('end with both sides agreed, whatever happened', async () => {
    for (let seed = from; seed < from + seeds; seed += 1) {
      const { wrong } = await runSeed(seed, template);
      expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    }
  }, 600_000);

  it('are the same two weeks for the same seed', async () => {
    const [{ requests, kills, inspections }, again] = [await runSeed(5, template), await runSeed(5, template)];
    expect(again).toMatchObject({ requests, kills, inspections });
  });
});

describe('negative controls', () => {
  it.each(plantedBugs)(
    '%s is caught',
    async (bug) => {
      for (let seed = 1; seed <= seedsForBug; seed += 1) {
        const { wrong } = await runSeed(seed, template, bug);
        if (wrong.some((line) => brokenRule[bug].test(line))) return;
      }
      expect.fail(`${seedsForBug} seeds did not break ${brokenRule[bug]}`);
    },
    300_000,
  );
});
