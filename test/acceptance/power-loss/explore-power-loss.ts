import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filesBelow } from '../../../src/station/images/testing/store-check.ts';
import { Disk, type Random, type Survival } from './disk.ts';
import { type DiskCall, diskCalls, tracedCalls } from './disk-calls.ts';
import { type Acknowledged, type Finding, judgeState } from './judge-state.ts';

/** What a station may be started with to see whether the search notices. The product has none of them. */
export const flaws = ['commits are not synced', 'nothing is synced', 'names of originals are not synced'] as const;

export interface Exploration {
  readonly flaw: (typeof flaws)[number] | 'none';
  readonly boards: number;
  readonly states: number;
  readonly seed: number;
}

export interface Explored {
  readonly calls: number;
  readonly syncs: number;
  readonly acknowledged: number;
  readonly states: number;
  /** States in which an acknowledged step is missing. */
  readonly lost: number;
  /** States that cannot be read, or whose parts contradict each other. */
  readonly corrupt: number;
  /** The first finding of some states, with what makes the state again. */
  readonly examples: readonly string[];
}

const survivals: readonly Survival[] = ['none', 'all', 'some', 'torn'];
const shownExamples = 10;

/**
 * Lets a real station work under strace, then rebuilds what its disk may hold if the power goes at any moment, and
 * starts a station on each of these states. The same seed gives the same choices for the same trace.
 */
export function explorePowerLoss({ flaw, boards, states, seed }: Exploration): Explored {
  const place = realpathSync(mkdtempSync(join(fastDisk(), 'fiducial-power-')));
  try {
    const dataDir = join(place, 'data');
    mkdirSync(dataDir);
    const calls = traceStation(place, dataDir, flaw, boards);
    const random = randomOf(seed);
    const first = calls.findIndex((call) => acknowledgedBy(call) !== null);
    if (first < 0) throw new Error('The traced station acknowledged nothing');
    const cuts = Array.from({ length: states }, (_, state) => ({
      at: first + 1 + Math.floor(random() * (calls.length - first)),
      survival: survivals[state % survivals.length] as Survival,
    })).sort((a, b) => a.at - b.at);

    const disk = new Disk(dataDir);
    const acknowledged: Acknowledged[] = [];
    let applied = 0;
    let lost = 0;
    let corrupt = 0;
    const examples: string[] = [];
    for (const { at, survival } of cuts) {
      for (; applied < at; applied += 1) {
        const call = calls[applied] as DiskCall;
        disk.apply(call);
        const step = acknowledgedBy(call);
        if (step !== null) acknowledged.push(step);
      }
      const state = disk.afterPowerLoss(survival, random);
      const findings = judgeState(state, dataDir, join(place, 'state'), acknowledged);
      if (findings.some(({ kind }) => kind === 'lost')) lost += 1;
      if (findings.some(({ kind }) => kind === 'corrupt')) corrupt += 1;
      if (examples.length < shownExamples && findings.length > 0) examples.push(example(at, survival, findings));
    }
    const syncs = calls.filter(({ type }) => type === 'sync').length;
    return { calls: calls.length, syncs, acknowledged: acknowledged.length, states, lost, corrupt, examples };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

const example = (at: number, survival: Survival, [first]: readonly Finding[]): string =>
  `after call ${at}, unsynced changes ${survival}: ${first?.kind}: ${first?.message}`;

function traceStation(place: string, dataDir: string, flaw: string, boards: number): readonly DiskCall[] {
  const output = join(place, 'trace');
  const writer = join(import.meta.dirname, 'station-writer.ts');
  const station = [process.execPath, writer, dataDir, flaw, String(boards)];
  const options = ['-f', '-y', '-xx', '-s', String(2 ** 24), '-e', `trace=${tracedCalls}`, '-e', 'signal=none'];
  const traced = spawnSync('strace', [...options, '-o', output, ...station], { encoding: 'utf8' });
  const calls = diskCalls(readFileSync(output, 'utf8'), dataDir);
  if (traced.signal !== 'SIGKILL') throw new Error(`The traced station ended by itself: ${traced.stderr}`);
  checkAgainst(dataDir, calls);
  return calls;
}

/** The model is worth something only if it ends where the real disk did, to the byte. Throws where it does not. */
function checkAgainst(dataDir: string, calls: readonly DiskCall[]): void {
  const disk = new Disk(dataDir);
  for (const call of calls) disk.apply(call);
  const { files } = disk.live();
  // Shared memory of the database's readers: made anew at every start, and written without calls.
  const shared = /-shm$/;
  const real = filesBelow(dataDir).filter((path) => !shared.test(path));
  const modelled = [...files.keys()].filter((path) => !shared.test(path));
  if (real.length !== modelled.length) throw new Error(`${real.length} files on disk, ${modelled.length} in the model`);
  for (const path of real) {
    const bytes = files.get(join(dataDir, path));
    if (!bytes?.equals(readFileSync(join(dataDir, path))))
      throw new Error(`The model has another ${path} than the disk`);
  }
}

function acknowledgedBy(call: DiskCall): Acknowledged | null {
  return call.type === 'said' && call.line.startsWith('ACK ') ? JSON.parse(call.line.slice(4)) : null;
}

/** Memory, where the system has such a disk: the syncs that matter here are those of the model. */
const fastDisk = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

/** Mulberry32. */
function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
