/**
 * Killing any process at any time during a run of 200 boards loses nothing and stores nothing twice; the same harness
 * finds a planted bug. `FIDUCIAL_KILLS` (default 200) and `FIDUCIAL_SEED` choose another amount and other moments.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differenceModel } from '../../../src/engine/infer/testing/models.ts';
import { placeModel } from '../place-model.ts';
import { findDamage, leftovers } from './audit-data-dir.ts';
import { type Acknowledged, runAndKill } from './killed-run.ts';

const boardCount = 200;
const kills = Number(process.env.FIDUCIAL_KILLS ?? 200);
const seed = Number(process.env.FIDUCIAL_SEED ?? 1);
/** Campaigns side by side, each in its own folder: a killed run keeps one core busy. */
const lanes = Math.max(1, Math.min(availableParallelism(), 4));
const root = join(import.meta.dirname, '../../..');

let folder = '';
let manifest = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fiducial-kill-'));
  manifest = join(folder, 'boards/manifest.jsonl');
  const args = [
    '--out',
    join(folder, 'boards'),
    '--count',
    boardCount,
    '--seed',
    11,
    '--size',
    192,
    '--look',
    'binary',
    '--shift',
    0,
    '--rotate',
    0,
  ];
  execFileSync(process.execPath, [join(root, 'resources/boards/generate.ts'), ...args.map(String)], {
    stdio: 'ignore',
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Moments from the first instruction of a start to the middle of a run, for either process. */
const moments = fc.record({
  victim: fc.constantFrom('station' as const, 'engine' as const),
  afterLines: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 60 })),
  delayMs: fc.integer({ min: 0, max: 400 }),
});

interface Campaign {
  readonly damage: readonly string[];
  readonly killed: number;
  readonly runs: number;
}

/** Runs the manifest again and again, killing each run once, with a fresh data directory whenever it was finished. */
async function campaign(wanted: number, lane: number, preload?: string): Promise<Campaign> {
  const plan = fc.sample(moments, { numRuns: wanted * 4, seed: seed * 100 + lane }).values();
  const damage: string[] = [];
  let killed = 0;
  let runs = 0;
  for (let round = 0; killed < wanted && damage.length === 0; round += 1) {
    const dataDir = join(folder, `data-${preload ? 'planted' : 'real'}-${lane}-${round}`);
    // A small model: what is killed here is the storing, and 200 kills must not take an hour.
    await placeModel(dataDir, 'difference', differenceModel());
    const acknowledged: Acknowledged[] = [];
    for (let finished = false; !finished && damage.length === 0; ) {
      const kill = killed < wanted ? plan.next().value! : null;
      const run = await runAndKill({ manifest, dataDir, model: 'difference', kill, ...(preload ? { preload } : {}) });
      runs += 1;
      if (run.killed) killed += 1;
      acknowledged.push(...run.lines);
      damage.push(...run.refused.map((line) => `refused: ${line}`), ...findDamage(dataDir, acknowledged));
      // 3: some of them a person must decide.
      finished = run.exitCode === 0 || (run.exitCode === 3 && run.lines.length === boardCount);
      if (finished && run.lines.length !== boardCount) damage.push(`only ${run.lines.length} of ${boardCount} lines`);
      if (finished) damage.push(...leftovers(dataDir).map((name) => `left over: ${name}`));
    }
    rmSync(dataDir, { recursive: true, force: true });
  }
  return { damage, killed, runs };
}

describe('killing the station or its engine', () => {
  it(`loses and duplicates nothing in ${kills} kills`, { timeout: 3_000_000 }, async () => {
    const ends = await Promise.all(
      Array.from({ length: lanes }, (_, lane) => campaign(Math.ceil(kills / lanes), lane)),
    );
    const damage = ends.flatMap((end) => end.damage);
    const killed = ends.reduce((sum, end) => sum + end.killed, 0);
    const runs = ends.reduce((sum, end) => sum + end.runs, 0);
    process.stdout.write(`${killed} kills in ${runs} runs of ${boardCount} boards, seed ${seed}\n`);
    expect(damage).toEqual([]);
    expect(killed).toBeGreaterThanOrEqual(kills);
  });

  it('finds a station that reports boards before they are on disk', { timeout: 900_000 }, async () => {
    const { damage } = await campaign(20, 0, join(import.meta.dirname, 'acknowledge-before-commit.ts'));
    // Whichever shows first: the boards that are missing, or the log, whose newest signed state they were in.
    expect(damage.join('\n')).toMatch(/^(lost: |audit log: rolled_back)/m);
  });
});
