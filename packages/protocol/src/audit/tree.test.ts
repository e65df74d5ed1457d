import { describe, expect, it } from 'vitest';
import { toHex } from './digest.ts';
import { buildLog, sha256 } from './testing/sample-log.ts';
import { emptyRoot, leafHash, leafHasher, nodeHash, peaks, rootOfLeaves, rootOfPeaks } from './tree.ts';

/** The eight leaves and roots that Certificate Transparency's implementations share (transparency-dev/merkle, testonly). */
const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const roots = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const hashes = leaves.map((hex) => leafHash(sha256, Buffer.from(hex, 'hex')));

/** RFC 6962 section 2.1, written as it stands there. */
function definition(of: readonly Uint8Array[]): Uint8Array {
  const [first] = of;
  if (first === undefined) return emptyRoot(sha256);
  if (of.length === 1) return first;
  let split = 1;
  while (split * 2 < of.length) split *= 2;
  return nodeHash(sha256, definition(of.slice(0, split)), definition(of.slice(split)));
}

describe('Merkle tree of RFC 6962', () => {
  it.each(roots.map((root, size) => [size, root] as const))('has the known root at %i leaves', (size, root) => {
    expect(toHex(rootOfLeaves(sha256, hashes.slice(0, size)))).toBe(root);
  });

  it('agrees with the definition at every size to 130, from leaves and from stored nodes', () => {
    const entries = Array.from({ length: 130 }, (_, n) => Buffer.from(`entry ${n}`));
    const all = entries.map((entry) => leafHash(sha256, entry));
    for (let size = 0; size <= all.length; size += 1) {
      const expected = toHex(definition(all.slice(0, size)));
      expect(toHex(rootOfLeaves(sha256, all.slice(0, size)))).toBe(expected);
      const { nodes } = buildLog(entries.slice(0, size));
      const stored = peaks(size).map(({ level, index }) =>
        level === 0 ? (all[index] as Uint8Array) : (nodes.get(`${level}/${index}`) as Uint8Array),
      );
      expect(toHex(rootOfPeaks(sha256, stored))).toBe(expected);
      expect(nodes.size).toBe(size - peaks(size).length);
    }
  });

  it('hashes many entries as it hashes one, whatever came before', () => {
    const hashLeaf = leafHasher(sha256);
    for (const length of [0, 1, 4095, 4096, 3, 65_535, 8192, 0]) {
      const entry = new Uint8Array(length).fill(length % 251);
      expect(toHex(hashLeaf(entry))).toBe(toHex(leafHash(sha256, entry)));
    }
  });

  it('tells a leaf from a node of the same bytes', () => {
    const [a, b] = hashes as [Uint8Array, Uint8Array];
    expect(toHex(leafHash(sha256, Buffer.concat([a, b])))).not.toBe(toHex(nodeHash(sha256, a, b)));
  });
});
