import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Acknowledged, type Moment, recordAndKill } from '../testing/kill-runs.ts';
import { type PlantedBug, plantedBugs } from '../testing/planted-bugs.ts';
import { whatIsWrong } from '../testing/station-check.ts';
import { temporaryFolder } from '../testing/station-fixture.ts';

/** Kills of the product; FIDUCIAL_KILLS asks for more. */
const kills = Number(process.env.FIDUCIAL_KILLS ?? 6);
/** A planted bug must show within this many kills; most show in the first few. */
const killsForABug = 40;
const seed = Number(process.env.FIDUCIAL_SEED ?? 20_261_121);
/** Line 1 says that nothing is stored yet; a board takes about 5 ms, the first of a process more. */
const moments = (count: number): Moment[] => {
  const moment = fc.record({ lines: fc.integer({ min: 1, max: 4 }), thenMs: fc.integer({ min: 0, max: 12 }) });
  return fc.sample(moment, { numRuns: count, seed });
};

/** Kills one process after another over one data directory; gives what is wrong at the first kill after which something is. */
async function firstWrong(flaw: PlantedBug | 'none', count: number) {
  const dataDir = join(temporaryFolder(), 'data');
  const acknowledged: Acknowledged = new Map();
  const everSaid = new Set<string>();
  for (const moment of moments(count)) {
    await recordAndKill(dataDir, acknowledged, moment, flaw);
    for (const id of acknowledged.values()) everSaid.add(id);
    const wrong = whatIsWrong(dataDir, everSaid);
    if (wrong.length > 0) return { dataDir, wrong, boards: acknowledged.size };
  }
  return { dataDir, wrong: [], boards: acknowledged.size };
}

// Each kill starts a process of its own; a busy machine takes a second for that.
describe('a station killed at any moment', { timeout: 300_000 + kills * 6000 }, () => {
  it(`loses nothing and stores nothing twice, killed ${kills} times`, async () => {
    const { dataDir, wrong, boards } = await firstWrong('none', kills);
    expect(wrong).toEqual([]);
    expect(boards).toBeGreaterThanOrEqual(kills / 2);
    // Each start sweeps what was half copied before; only the last kill's is left.
    expect(readdirSync(join(dataDir, 'images', 'incoming')).length).toBeLessThanOrEqual(1);
  });

  it.each(plantedBugs)('control: the harness notices when %s', async (bug) => {
    expect((await firstWrong(bug, killsForABug)).wrong).not.toEqual([]);
  });
});
