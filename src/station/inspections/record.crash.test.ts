import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openImageStore } from '../images/image-store.ts';
import { type Acknowledged, recordAndKill } from '../testing/kill-runs.ts';
import { type PlantedBug, plantedBugs } from '../testing/planted-bugs.ts';
import { whatIsWrong } from '../testing/station-check.ts';
import { must, temporaryFolder } from '../testing/station-fixture.ts';

/** Kills of the product; FIDUCIAL_KILLS asks for more. */
const kills = Number(process.env.FIDUCIAL_KILLS ?? 10);
/** A planted bug must show within this many kills; most show in the first few. */
const killsForABug = 40;
const seed = Number(process.env.FIDUCIAL_SEED ?? 20_261_121);
/** A board takes about 5 ms: the first kills come before anything is stored, the last after a dozen boards. */
const delaysMs = (count: number): number[] => fc.sample(fc.integer({ min: 0, max: 60 }), { numRuns: count, seed });

/** Kills one process after another over one data directory; gives what is wrong at the first kill after which something is. */
async function firstWrong(flaw: PlantedBug | 'none', count: number) {
  const dataDir = temporaryFolder();
  const acknowledged: Acknowledged = new Map();
  const everSaid = new Set<string>();
  for (const delayMs of delaysMs(count)) {
    await recordAndKill(dataDir, acknowledged, delayMs, flaw);
    for (const id of acknowledged.values()) everSaid.add(id);
    const wrong = whatIsWrong(dataDir, everSaid);
    if (wrong.length > 0) return { dataDir, wrong, boards: acknowledged.size };
  }
  return { dataDir, wrong: [], boards: acknowledged.size };
}

describe('a station killed at any moment', () => {
  it(`loses nothing and stores nothing twice, killed ${kills} times`, async () => {
    const { dataDir, wrong, boards } = await firstWrong('none', kills);
    expect(wrong).toEqual([]);
    expect(boards).toBeGreaterThan(kills / 2);
    must(await openImageStore(dataDir));
    expect(readdirSync(join(dataDir, 'images', 'incoming'))).toEqual([]);
  });

  it.each(plantedBugs)('control: the harness notices when %s', async (bug) => {
    expect((await firstWrong(bug, killsForABug)).wrong).not.toEqual([]);
  });
});
