import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consistencyProof, inclusionProof, type NodeReader, verifyConsistency, verifyInclusion } from './proof.ts';
import { sha256 } from './testing/node-crypto.ts';
import consistencyVectors from './testing/vectors/rfc6962-consistency.json' with { type: 'json' };
import inclusionVectors from './testing/vectors/rfc6962-inclusion.json' with { type: 'json' };
import { completedBy, leafHash, peaks, rootOfPeaks } from './tree.ts';

const largest = 2000;
const leaves = Array.from({ length: largest }, (_, n) => leafHash(sha256, Buffer.from(`entry ${n}`)));
const nodes = new Map<string, Uint8Array>();
const nodeAt: NodeReader = (level, index) => {
  const node = nodes.get(`${level}/${index}`);
  if (node === undefined) throw new Error(`No complete node ${index} on level ${level}`);
  return node;
};
for (const [n, leaf] of leaves.entries()) {
  for (const { level, index, hash } of completedBy(sha256, n, leaf, nodeAt)) nodes.set(`${level}/${index}`, hash);
}
const rootAt = (size: number): Uint8Array =>
  rootOfPeaks(
    sha256,
    peaks(size).map(({ level, index }) => nodeAt(level, index)),
  );
const decoded = (text: string): Uint8Array => Buffer.from(text, 'base64');
/** Every hash with each of its bits turned in turn would be 256 × the proof: one drawn bit of one drawn hash. */
const flipped = (proof: readonly Uint8Array[], at: number, bit: number): readonly Uint8Array[] =>
  proof.map((hash, n) => (n === at % proof.length ? turn(hash, bit) : hash));
const turn = (hash: Uint8Array, bit: number): Uint8Array => {
  const changed = Uint8Array.from(hash);
  changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
  return changed;
};
const bit = fc.integer({ min: 0, max: 255 });

describe('a proof that an entry is in the log', () => {
  it('has all 98 vectors of RFC 6962 implementations', () => {
    expect(inclusionVectors.vectors).toHaveLength(98);
  });

  it.each(inclusionVectors.vectors)('$desc: index $leafIdx of $treeSize', (vector) => {
    const claim = {
      index: Number(vector.leafIdx),
      size: Number(vector.treeSize),
      leaf: decoded(vector.leafHash),
      proof: vector.proof.map(decoded),
      root: decoded(vector.root),
    };
    expect(verifyInclusion(sha256, claim)).toBe(!vector.wantErr);
  });

  const place = fc.integer({ min: 1, max: largest }).chain((size) => fc.tuple(fc.nat(size - 1), fc.constant(size)));

  it('verifies at any place in a log of any size, and has at most one hash a level', () => {
    fc.assert(
      fc.property(place, ([index, size]) => {
        const proof = inclusionProof(sha256, nodeAt, index, size);
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        const leaf = leaves[index] as Uint8Array;
        expect(verifyInclusion(sha256, { index, size, leaf, proof, root: rootAt(size) })).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('does not verify with any bit turned, nor for another place, nor shorter or longer', () => {
    fc.assert(
      fc.property(place, fc.nat(), bit, fc.nat(largest), ([index, size], at, turned, other) => {
        const leaf = leaves[index] as Uint8Array;
        const claim = { index, size, leaf, proof: inclusionProof(sha256, nodeAt, index, size), root: rootAt(size) };
        const bad = [
          { ...claim, leaf: turn(leaf, turned) },
          { ...claim, root: turn(claim.root, turned) },
          { ...claim, proof: [...claim.proof, leaf] },
          ...(claim.proof.length > 0
            ? [
                { ...claim, proof: flipped(claim.proof, at, turned) },
                { ...claim, proof: claim.proof.slice(1) },
                { ...claim, proof: claim.proof.slice(0, -1) },
              ]
            : []),
          ...(other !== index ? [{ ...claim, index: other }] : []),
        ];
        expect(bad.map((each) => verifyInclusion(sha256, each))).toEqual(bad.map(() => false));
      }),
      { numRuns: 300 },
    );
  });

  it('turns no bit of a small proof unseen', () => {
    const size = 13;
    for (let index = 0; index < size; index += 1) {
      const claim = { index, size, leaf: leaves[index] as Uint8Array, root: rootAt(size) };
      const proof = inclusionProof(sha256, nodeAt, index, size);
      for (let at = 0; at < proof.length; at += 1)
        for (let turned = 0; turned < 256; turned += 1)
          expect(verifyInclusion(sha256, { ...claim, proof: flipped(proof, at, turned) })).toBe(false);
      for (let other = 0; other < 2 * size; other += 1)
        expect(verifyInclusion(sha256, { ...claim, index: other, proof })).toBe(other === index);
    }
  });

  it('cannot be asked for where there is no entry', () => {
    expect(() => inclusionProof(sha256, nodeAt, 5, 5)).toThrow(RangeError);
    expect(() => inclusionProof(sha256, nodeAt, -1, 5)).toThrow(RangeError);
    expect(() => inclusionProof(sha256, nodeAt, 0, 1.5)).toThrow(RangeError);
  });
});

describe('a proof that a log only grew', () => {
  it('has all 98 vectors of RFC 6962 implementations', () => {
    expect(consistencyVectors.vectors).toHaveLength(98);
  });

  it.each(consistencyVectors.vectors)('$desc: $size1 to $size2', (vector) => {
    const claim = {
      from: { size: Number(vector.size1), root: decoded(vector.root1) },
      to: { size: Number(vector.size2), root: decoded(vector.root2) },
      proof: vector.proof.map(decoded),
    };
    expect(verifyConsistency(sha256, claim)).toBe(!vector.wantErr);
  });

  const sizes = fc
    .integer({ min: 1, max: largest })
    .chain((to) => fc.tuple(fc.integer({ min: 1, max: to }), fc.constant(to)));

  it('verifies between any two sizes', () => {
    fc.assert(
      fc.property(sizes, ([from, to]) => {
        const proof = consistencyProof(sha256, nodeAt, from, to);
        const claim = { from: { size: from, root: rootAt(from) }, to: { size: to, root: rootAt(to) }, proof };
        expect(verifyConsistency(sha256, claim)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('does not verify with any bit turned, nor between other roots, nor shorter or longer', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), bit, ([from, to], at, turned) => {
        const proof = consistencyProof(sha256, nodeAt, from, to);
        const claim = { from: { size: from, root: rootAt(from) }, to: { size: to, root: rootAt(to) }, proof };
        const bad = [
          { ...claim, from: { size: from, root: turn(claim.from.root, turned) } },
          { ...claim, to: { size: to, root: turn(claim.to.root, turned) } },
          { ...claim, proof: [...proof, claim.to.root] },
          { ...claim, from: { size: from + 1, root: claim.from.root } },
          ...(proof.length > 0
            ? [
                { ...claim, proof: flipped(proof, at, turned) },
                { ...claim, proof: proof.slice(1) },
                { ...claim, proof: proof.slice(0, -1) },
              ]
            : []),
        ];
        expect(bad.map((each) => verifyConsistency(sha256, each))).toEqual(bad.map(() => false));
      }),
      { numRuns: 300 },
    );
  });

  it('cannot be asked for backwards or from nothing', () => {
    expect(() => consistencyProof(sha256, nodeAt, 6, 5)).toThrow(RangeError);
    expect(() => consistencyProof(sha256, nodeAt, 0, 5)).toThrow(RangeError);
  });
});
