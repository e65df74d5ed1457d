import { type AuditEntry, encodeEntry } from '../entry.ts';
import type { StoredEntry, StoredLog } from '../stored-log.ts';
import { completedBy, leafHash } from '../tree.ts';
import { sha256 } from './node-crypto.ts';

export { sha256 };

export const sampleEntry = (seq: number, over: Partial<AuditEntry> = {}): AuditEntry => ({
  v: 1,
  seq,
  time: '2026-11-21T08:00:00.000Z',
  mono: { ms: 1000 + seq, boot: 'boot-1' },
  station: 'bench-1',
  actor: { id: 'cli', name: 'Jürgen 工', role: 'line' },
  action: 'inspection.completed',
  object: { type: 'inspection', id: `inspection-${seq}` },
  reason: '',
  before: {},
  after: { verdict: seq % 3 === 0 ? 'fail' : 'pass', defects: seq % 3 },
  refs: { image: 'ab'.repeat(32) },
  ...over,
});

export function sampleBytes(seq: number, over: Partial<AuditEntry> = {}): Uint8Array {
  const encoded = encodeEntry(sampleEntry(seq, over));
  if (!encoded.ok) throw new Error(encoded.message);
  return encoded.bytes;
}

/** A log in memory that can be tampered with. Nodes by `level/index`. */
export interface OpenLog {
  rows: { seq: number; bytes: Uint8Array; leaf: Uint8Array }[];
  nodes: Map<string, Uint8Array>;
}

export function buildLog(contents: readonly Uint8Array[]): OpenLog {
  const nodes = new Map<string, Uint8Array>();
  const rows = contents.map((bytes, seq) => ({ seq, bytes, leaf: leafHash(sha256, bytes) }));
  for (const { seq, leaf } of rows) {
    for (const node of completedBy(sha256, seq, leaf, (level, index) => nodes.get(`${level}/${index}`) as Uint8Array)) {
      nodes.set(`${node.level}/${node.index}`, node.hash);
    }
  }
  // Leaves lie beside their entries.
  for (const { seq } of rows) nodes.delete(`0/${seq}`);
  return { rows, nodes };
}

/** Encoded once; the longest log that tests ask for. */
const entries: readonly Uint8Array[] = Array.from({ length: 70 }, (_, seq) => sampleBytes(seq));

export function sampleLog(size: number): OpenLog {
  if (size > entries.length) throw new RangeError(`A sample log has at most ${entries.length} entries`);
  return buildLog(entries.slice(0, size));
}

export const storedLog = (log: OpenLog): StoredLog => ({
  entries: log.rows as Iterable<StoredEntry>,
  node: (level, index) => log.nodes.get(`${level}/${index}`),
  nodeCount: log.nodes.size,
});
