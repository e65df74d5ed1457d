import { describe, expect, it } from 'vitest';
import { nothingKnown, type SignedLogReport } from './signed-log.ts';
import { ed25519Verify, sha256, testSigner } from './testing/node-crypto.ts';
import { buildExport, exportFiles, type OpenExport } from './testing/sample-export.ts';
import {
  besideKey,
  buildSignedLog,
  type LogPlan,
  noteAt,
  type OpenSignedLog,
  origin,
  signedLog,
  signLog,
} from './testing/sample-signed-log.ts';
import { rewritten } from './testing/tampering.ts';
import { formatVerifierKey } from './verifier-key.ts';
import { verifyExport } from './verify-export.ts';
import { verifySignedLog } from './verify-signed-log.ts';

const tools = { sha256, verify: ed25519Verify };
const plan: LogPlan = { size: 60, epochsAt: [5, 20, 41], every: 8, witnessed: true };
const check = (log: OpenSignedLog, known = besideKey(log)): SignedLogReport =>
  verifySignedLog(tools, signedLog(log), known);
const without = (log: OpenSignedLog, size: number): void => {
  log.checkpoints = log.checkpoints.filter((checkpoint) => checkpoint.size !== size);
};
const replaced = (log: OpenSignedLog, size: number, note: string): void => {
  log.checkpoints = log.checkpoints.map((checkpoint) => (checkpoint.size === size ? { size, note } : checkpoint));
};

describe('a true signed log', () => {
  it('is proven to its newest checkpoint, with its epochs and its witness', () => {
    const report = check(buildSignedLog(plan));
    expect(report).toMatchObject({
      ok: true,
      size: 60,
      signedSize: 60,
      witnessedSize: 56,
      rollbacks: [],
      unknownSigners: [],
    });
    expect(
      report.ok && report.epochs.map(({ number, startedSeq, handOver }) => [number, startedSeq, handOver]),
    ).toEqual([
      [1, 5, 'first'],
      [2, 20, 'signed'],
      [3, 41, 'signed'],
    ]);
  });

  it.each([
    ['with a key from its first entry on', { ...plan, epochsAt: [0] }],
    ['with hand-overs side by side, and on schedule', { ...plan, epochsAt: [6, 7, 8, 15, 16] }],
    ['with a lost key', { ...plan, epochsAt: [0, 20, 30], lostAt: [20] }],
    ['with a checkpoint at every entry', { ...plan, every: 1 }],
    ['that ends with a hand-over', { ...plan, epochsAt: [0, 59] }],
    ['without any key yet', { ...plan, epochsAt: [] }],
    ['of one entry', { size: 1, epochsAt: [0], every: 256 }],
  ])('verifies %s', (_, other) => {
    expect(check(buildSignedLog(other))).toMatchObject({ ok: true, size: other.size });
  });

  it('verifies with a tail that nobody signed yet, and says where it begins', () => {
    const log = buildSignedLog(plan);
    const unsigned = { ...log, checkpoints: log.checkpoints.filter(({ size }) => size <= 48) };
    expect(check({ ...unsigned, mark: null })).toMatchObject({ ok: true, size: 60, signedSize: 48 });
  });

  it('says that a key was lost, which is no proof of what was before', () => {
    const report = check(buildSignedLog({ ...plan, epochsAt: [0, 20], lostAt: [20] }));
    expect(report.ok && report.epochs.map(({ handOver }) => handOver)).toEqual(['first', 'lost']);
  });

  it('verifies as an export, at sizes around those of tiles', () => {
    for (const size of [1, 60, 255, 256, 257, 513]) {
      const files = exportFiles(buildExport(buildSignedLog({ size, epochsAt: [0], every: 64 })));
      expect(verifyExport(tools, files)).toMatchObject({ ok: true, size, signedSize: size });
    }
  });
});

describe('what is wrong with a signed log is named', () => {
  const named = (change: (log: OpenSignedLog) => void, known?: Parameters<typeof check>[1]) => {
    const log = buildSignedLog(plan);
    const beside = besideKey(log);
    change(log);
    const report = check(log, known ?? beside);
    return report.ok ? 'nothing' : `${report.damage} ${report.index}`;
  };

  it('L8: a checkpoint that another key signed', () => {
    expect(named((log) => replaced(log, 32, noteAt({ ...plan, firstKey: 50 }, log, 32)))).toBe('checkpoint_forged 24');
  });

  it('L8: a checkpoint of another log', () => {
    expect(named((log) => replaced(log, 32, noteAt({ ...plan, origin: 'other' }, log, 32)))).toBe(
      'checkpoint_forged 24',
    );
  });

  it('L9: a checkpoint of an earlier key, as a thief of it would sign', () => {
    expect(named((log) => replaced(log, 32, noteAt(plan, log, 32, 1)))).toBe('epoch_spliced 24');
  });

  it('L8: an older checkpoint in the place of a newer', () => {
    expect(named((log) => replaced(log, 60, noteAt(plan, log, 56)))).toBe('checkpoint_replayed 56');
  });

  it('L8: a checkpoint twice', () => {
    const again = (log: OpenSignedLog, size: number) => ({ size, note: noteAt(plan, log, size) });
    expect(named((log) => log.checkpoints.splice(4, 0, again(log, 24)))).toBe('checkpoint_replayed 24');
    expect(named((log) => log.checkpoints.push({ size: 56, note: noteAt(plan, log, 56) }))).toBe(
      'checkpoint_replayed 60',
    );
  });

  it('L10: entries made anew under a checkpoint that stands', () => {
    expect(named((log) => Object.assign(log, rewritten(log, 30)))).toBe('rewritten 24');
  });

  it('L7: a hand-over whose checkpoint is gone', () => {
    expect(named((log) => without(log, 21))).toBe('epoch_spliced 20');
  });

  it('L7: a hand-over that the new key signed itself', () => {
    expect(named((log) => replaced(log, 21, noteAt(plan, log, 21, 2)))).toBe('epoch_spliced 16');
  });

  it('L11: a cosignature that the witness did not make', () => {
    expect(named((log) => replaced(log, 32, noteAt(plan, log, 32).replace(/[A-Za-z0-9]{4}(==?)\n$/, 'AAAA$1\n')))).toBe(
      'cosignature_forged 24',
    );
  });

  it('L12: a state that the key signed as well, and that is not in the log', () => {
    const other = buildSignedLog(plan);
    const forked = rewritten(other, 30);
    const mark = { note: noteAt(plan, forked, 60), vkey: other.vkeys[2] as string };
    expect(named(() => undefined, { ...nothingKnown, mark })).toBe('forked 0');
  });

  it('L12: a log that is an earlier state of itself', () => {
    const earlier = buildSignedLog({ ...plan, size: 50 });
    expect(check(earlier, besideKey(buildSignedLog(plan)))).toMatchObject({ damage: 'rolled_back', index: 50 });
  });

  it('L12: a newest checkpoint that is gone', () => {
    expect(named((log) => without(log, 60))).toBe('checkpoint_replayed 56');
  });

  it('L4: a tail that was cut, leaving its checkpoints', () => {
    expect(
      named((log) => Object.assign(log, buildSignedLog({ ...plan, size: 50 }), { checkpoints: log.checkpoints })),
    ).toBe('cut_tail 50');
  });

  it('L13: another key in the place of one that the log names', () => {
    const other = formatVerifierKey(testSigner(origin, 77).key);
    expect(named((log) => log.vkeys.splice(1, 1, other))).toBe('key_swapped 20');
    expect(named((log) => log.vkeys.push(other))).toBe('key_swapped 41');
    expect(named((log) => log.vkeys.pop())).toBe('key_swapped 41');
  });

  it('L14: a log under keys that nobody knows, or past a lost key that nobody vouches for', () => {
    const log = buildSignedLog(plan);
    const knowing = (vkeys: readonly string[]) => ({ ...besideKey(log), vkeys });
    expect(check(log, knowing([log.vkeys[0] as string]))).toMatchObject({ ok: true });
    expect(check(log, knowing([log.vkeys[2] as string]))).toMatchObject({ ok: true });
    expect(check(log, knowing([]))).toMatchObject({ damage: 'key_swapped', index: 5 });
    const lost = buildSignedLog({ ...plan, lostAt: [20] });
    expect(check(lost, { ...besideKey(lost), vkeys: [lost.vkeys[0] as string] })).toMatchObject({
      damage: 'key_swapped',
      index: 20,
    });
    expect(check(lost, { ...besideKey(lost), vkeys: [lost.vkeys[1] as string] })).toMatchObject({ ok: true });
  });
});

describe('what is wrong with an export is named', () => {
  const size = 300;
  const log = buildSignedLog({ size, epochsAt: [0, 100], every: 64 });
  const named = (change: (files: OpenExport) => void): string => {
    const files = new Map([...buildExport(log)].map(([path, bytes]) => [path, Uint8Array.from(bytes)]));
    change(files);
    const report = verifyExport(tools, exportFiles(files), besideKey(log));
    return report.ok ? 'nothing' : `${report.damage} ${report.index}`;
  };
  const flip = (path: string, at: number) => (files: OpenExport) => {
    const bytes = files.get(path) as Uint8Array;
    bytes[at] = (bytes[at] as number) ^ 1;
  };

  it.each([
    ['L15: a hash of a leaf tile', flip('tile/0/000', 32 * 7), 'tile_damaged 7'],
    ['L15: a hash of a partial tile', flip('tile/0/001.p/44', 5), 'tile_damaged 256'],
    ['L15: a hash of a tile above', flip('tile/1/000.p/1', 5), 'tile_damaged 0'],
    ['L15: a tile that is gone', (files: OpenExport) => void files.delete('tile/1/000.p/1'), 'tile_damaged 0'],
    ['L15: a bundle that is gone', (files: OpenExport) => void files.delete('tile/entries/000'), 'tile_damaged 0'],
    ['L15: a length in a bundle', flip('tile/entries/000', 1), 'tile_damaged 0'],
    [
      'L16: a file that no checkpoint speaks of',
      (f: OpenExport) => void f.set('tile/0/002.p/1', new Uint8Array(32)),
      'checkpoint_replayed 0',
    ],
    ['L16: no checkpoint', (files: OpenExport) => void files.delete('checkpoint'), 'checkpoint_forged 0'],
    [
      'L16: a checkpoint that is not the newest',
      (f: OpenExport) => void f.set('checkpoint', new TextEncoder().encode(log.checkpoints[2]?.note)),
      'checkpoint_replayed 0',
    ],
    ['L13: other keys', (files: OpenExport) => void files.set('vkeys', new Uint8Array(0)), 'key_swapped 0'],
  ])('%s', (_, change, expected) => {
    expect(named(change)).toBe(expected);
  });

  it('L2: an entry that was changed, by the leaf hash that its tile still has', () => {
    const change = (files: OpenExport) => {
      const bytes = files.get('tile/entries/000') as Uint8Array;
      const text = Buffer.from(bytes).indexOf('inspection-9"');
      bytes[text + 11] = '8'.charCodeAt(0);
    };
    expect(named(change)).toBe('edited 9');
  });

  it('no byte of any file can be another, but in the line of a signer that is not known', () => {
    const small = buildSignedLog({ size: 5, epochsAt: [0, 3], every: 4, witnessed: true });
    const known = besideKey(small);
    const whole = buildExport(small);
    // Every seventh of each file, not the same ones of each: what a byte stands for repeats.
    for (const [n, [path, bytes]] of [...whole].entries()) {
      for (let at = n % 7; at < bytes.length; at += 7) {
        const files = new Map(whole).set(path, bytes.with(at, (bytes[at] as number) ^ 1));
        const report = verifyExport(tools, exportFiles(files), known);
        const isTold = !report.ok || report.unknownSigners.length > 0;
        expect(isTold, `${path}, byte ${at}`).toBe(true);
      }
    }
  });
});

describe('what a log cannot tell by itself', () => {
  it('is a history that the holder of its key made anew: only a state known from elsewhere tells', () => {
    const log = buildSignedLog(plan);
    const anew = { ...log, ...rewritten(log, 30) };
    anew.checkpoints = signLog(plan, anew);
    expect(check(anew, { ...nothingKnown, mark: null })).toMatchObject({ ok: true });
    const anchor = { size: 40, root: (check(log) as { root: Uint8Array }).root };
    expect(check(anew, { ...nothingKnown, anchors: [anchor] })).toMatchObject({ damage: 'forked', index: 0 });
  });
});
