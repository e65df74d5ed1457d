import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameBytes } from './digest.ts';
import type { Anchor, LogReport, StoredLog } from './stored-log.ts';
import { buildLog, type OpenLog, sampleBytes, sampleLog, sha256, storedLog } from './testing/sample-log.ts';
import { rewritten, tamperings } from './testing/tampering.ts';
import { leafHash, rootOfLeaves } from './tree.ts';
import { verifyLog } from './verify.ts';

const rootOf = (log: OpenLog): Uint8Array =>
  rootOfLeaves(
    sha256,
    log.rows.map(({ leaf }) => leaf),
  );
const runs = Number(process.env.FIDUCIAL_TAMPER_RUNS ?? 20);

/** What a verifier misses of `count` random tamperings of each kind; it knows the true log's head. Reproducible: seeded. */
function missed(verify: (log: StoredLog, head: Anchor) => { readonly ok: boolean }, count: number): readonly string[] {
  const names: string[] = [];
  const numbers = fc.tuple(fc.integer({ min: 4, max: 40 }), fc.nat(), fc.nat(), fc.nat(255));
  for (const tampering of tamperings) {
    for (const [size, a, b, noise] of fc.sample(numbers, { numRuns: count, seed: 20_261_121 })) {
      const at = a % size;
      const log = sampleLog(size);
      const head = { size, root: rootOf(log) };
      tampering.apply(log, at, (at + 1 + (b % (size - 1))) % size, noise);
      if (verify(storedLog(log), head).ok) names.push(`${tampering.name}, at ${at} of ${size}`);
    }
  }
  return names;
}

describe('verifying a log', () => {
  it('takes true logs of every size to 70, with anchors at every size', () => {
    for (let size = 0; size <= 70; size += 1) {
      const log = sampleLog(size);
      const anchors = log.rows.map((_, n) => ({ size: n, root: rootOf({ ...log, rows: log.rows.slice(0, n) }) }));
      expect(verifyLog(sha256, storedLog(log), anchors)).toEqual({ ok: true, size, root: rootOf(log) });
    }
  });

  it('finds every one of many random tamperings', () => {
    expect(missed((log, head) => verifyLog(sha256, log, [head]), runs)).toEqual([]);
  });

  it('without an anchor misses at most the newest entry, which no node covers yet', () => {
    const others = missed((log) => verifyLog(sha256, log), runs).filter((name) => {
      const [, at, size] = / at (\d+) of (\d+)$/.exec(name) ?? [];
      return Number(size) % 2 === 0 || Number(at) !== Number(size) - 1;
    });
    expect(others).toEqual([]);
  });

  it('control: the same harness catches a verifier that checks leaves only', () => {
    const leavesOnly = (log: StoredLog) => ({
      ok: [...log.entries].every(({ bytes, leaf }) => leaf !== null && sameBytes(leafHash(sha256, bytes), leaf)),
    });
    expect(missed(leavesOnly, 5).length).toBeGreaterThan(20);
  });

  it('needs an anchor to tell a log that was made anew, and then names the first entry not proven', () => {
    const log = sampleLog(20);
    const forged = storedLog(rewritten(log, 13));
    expect(verifyLog(sha256, forged).ok).toBe(true);
    const anchors = [8, 16].map((size) => ({ size, root: rootOf({ ...log, rows: log.rows.slice(0, size) }) }));
    expect(verifyLog(sha256, forged, anchors)).toMatchObject({ ok: false, damage: 'rewritten', index: 8 });
  });

  it('needs an anchor to tell a tail that was cut with its nodes', () => {
    const cut = storedLog(
      buildLog(
        sampleLog(20)
          .rows.slice(0, 15)
          .map(({ bytes }) => bytes),
      ),
    );
    expect(verifyLog(sha256, cut).ok).toBe(true);
    const anchor = { size: 20, root: rootOf(sampleLog(20)) };
    expect(verifyLog(sha256, cut, [anchor])).toMatchObject({ ok: false, damage: 'cut_tail', index: 15 });
  });
});

describe('the class of damage and the first bad index', () => {
  const named = (change: (log: OpenLog) => void): Partial<LogReport> => {
    const log = sampleLog(20);
    change(log);
    const report = verifyLog(sha256, storedLog(log));
    return report.ok ? { ok: true } : ({ index: report.index, damage: report.damage } as Partial<LogReport>);
  };
  const apply =
    (name: string, at: number, other = 3) =>
    (log: OpenLog) =>
      tamperings.find((tampering) => tampering.name === name)?.apply(log, at, other, 5);

  it.each([
    ['flip a byte of an entry', 6, 'edited', 6],
    ['flip a byte of an entry', 19, 'edited', 19],
    // The pair under the first node that does not fit: which of the two was forged, hashes cannot tell.
    ['edit an entry and its leaf hash', 7, 'edited', 6],
    ['flip a byte of a leaf hash', 7, 'node_damaged', 7],
    ['flip a byte of a leaf hash', 8, 'node_damaged', 8],
    ['delete a row', 9, 'deleted', 9],
    ['delete a row and renumber the rest', 9, 'deleted', 9],
    ['insert a forged entry and renumber the rest', 10, 'inserted', 10],
    ['insert a copy of another entry and renumber the rest', 10, 'inserted', 10],
    ['append a copy of a row', 4, 'inserted', 20],
    ['swap two entries', 12, 'swapped', 3],
    ['write an entry in other bytes', 5, 're_encoded', 5],
    ['write an entry in other bytes, with its leaf hash', 5, 're_encoded', 5],
    ['cut the tail, leaving its nodes', 11, 'cut_tail', 11],
    ['flip a byte of a node', 0, 'node_damaged', 0],
    ['drop a node', 2, 'node_damaged', 0],
  ])('%s at %i: %s, index %i', (name, at, damage, index) => {
    expect(named(apply(name, at))).toEqual({ damage, index });
  });

  it('names an edit that changes one letter', () => {
    expect(
      named((log) => {
        const row = log.rows[9];
        if (row !== undefined) row.bytes = sampleBytes(9, { after: { verdict: 'pass', defects: 9 } });
      }),
    ).toEqual({ damage: 'edited', index: 9 });
  });
});
