import { describe, expect, it } from 'vitest';
import { signCheckpoint } from './checkpoint.ts';
import { inclusionProof } from './proof.ts';
import { ed25519Verify, sha256, testSigner } from './testing/node-crypto.ts';
import { buildLog, sampleBytes } from './testing/sample-log.ts';
import { formatTlogProof, parseTlogProof, type TlogProof, verifyTlogProof } from './tlog-proof.ts';
import { rootOfLeaves } from './tree.ts';

const origin = 'fiducial.audit/berlin/line-1';
const signer = testSigner(origin, 1);
const size = 21;
const log = buildLog(Array.from({ length: size }, (_, seq) => sampleBytes(seq)));
const root = rootOfLeaves(
  sha256,
  log.rows.map(({ leaf }) => leaf),
);
const checkpoint = signCheckpoint({ origin, size, root }, signer);
const nodeAt = (level: number, index: number) =>
  (level === 0 ? log.rows[index]?.leaf : log.nodes.get(`${level}/${index}`)) as Uint8Array;
const proofOf = (index: number): TlogProof => ({
  extra: sampleBytes(index),
  index,
  proof: inclusionProof(sha256, nodeAt, index, size),
  checkpoint,
});
const trust = { sha256, verify: ed25519Verify, keys: [signer.key] };
const read = (text: string): TlogProof => {
  const proof = parseTlogProof(text);
  if (!proof.ok) throw new Error(proof.message);
  return proof.value;
};

describe('a proof of one entry, in a file', () => {
  it('is written as the specification shows it', () => {
    const lines = formatTlogProof({ ...proofOf(7), extra: Uint8Array.from([1, 2, 3]) }).split('\n');
    expect(lines.slice(0, 3)).toEqual(['c2sp.org/tlog-proof@v1', 'extra AQID', 'index 7']);
    expect(lines.slice(8, 11)).toEqual(['', origin, '21']);
  });

  it('proves every entry of the log, and no other in its place', () => {
    for (let index = 0; index < size; index += 1) {
      const proof = read(formatTlogProof(proofOf(index)));
      const entry = proof.extra as Uint8Array;
      expect(verifyTlogProof(trust, proof, entry)).toMatchObject({ ok: true, value: { checkpoint: { size } } });
      expect(verifyTlogProof(trust, proof, sampleBytes((index + 1) % size))).toMatchObject({ ok: false });
    }
  });

  it('proves nothing once any byte of it or of the entry is another', () => {
    const bytes = Buffer.from(formatTlogProof(proofOf(5)), 'utf8');
    const entry = sampleBytes(5);
    // The extra line is unauthenticated: who verifies compares the entry that is in it.
    const [from, to] = [bytes.indexOf('extra '), bytes.indexOf('index ')];
    for (let at = 0; at < bytes.length; at += 1) {
      if (at >= from && at < to) continue;
      const spoilt = Buffer.from(bytes);
      spoilt[at] = (spoilt[at] as number) ^ 1;
      const proof = parseTlogProof(spoilt.toString('utf8'));
      const proven = proof.ok ? verifyTlogProof(trust, proof.value, entry) : proof;
      expect(proven.ok, `byte ${at}`).toBe(false);
    }
    for (let at = 0; at < entry.length; at += 1) {
      const spoilt = entry.map((byte, n) => (n === at ? byte ^ 1 : byte));
      expect(verifyTlogProof(trust, proofOf(5), spoilt).ok).toBe(false);
    }
  });

  it('proves nothing to who does not know the key, or knows it for another log', () => {
    const others = [testSigner(origin, 2).key, testSigner('fiducial.audit/berlin/line-2', 1).key];
    expect(verifyTlogProof({ ...trust, keys: others }, proofOf(3), sampleBytes(3))).toMatchObject({ ok: false });
  });

  it('is at most 4 KiB in a log of a million entries, with an entry of usual length in it', () => {
    const longest = { ...proofOf(0), index: 999_999, proof: Array.from({ length: 20 }, () => root) };
    expect(Buffer.byteLength(formatTlogProof(longest))).toBeLessThanOrEqual(4096);
  });

  it.each([
    ['another first line', (s: string) => s.replace('v1', 'v2')],
    ['no index', (s: string) => s.replace(/index \d+\n/, '')],
    ['an index with a zero before it', (s: string) => s.replace('index 5', 'index 05')],
    ['a hash that is too short', (s: string) => s.replace(/\n(.{40}).{4}\n\n/, '\n$1\n\n')],
    ['extra data that is no base64', (s: string) => s.replace(/extra .*/, 'extra ***')],
    ['no checkpoint', (s: string) => s.slice(0, s.indexOf('\n\n'))],
  ])('is refused with %s', (_, spoil) => {
    expect(parseTlogProof(spoil(formatTlogProof(proofOf(5))))).toMatchObject({ ok: false });
  });
});
