import type { ComputedTree } from './computed-tree.ts';
import { type Sha256, sameBytes } from './digest.ts';
import { recompute } from './recompute.ts';
import type { Damage } from './row-damage.ts';
import type { Anchor, LogReport, StoredLog } from './stored-log.ts';
import { emptyRoot, peaks } from './tree.ts';

/**
 * Recomputes a whole log and compares it with its stored tree and with states known from elsewhere; knows nothing of
 * signatures, which `verifySignedLog` adds. Without an anchor a log that was rewritten from end to end, or cut with its
 * nodes, cannot be told from a true one.
 */
export function verifyLog(sha256: Sha256, log: StoredLog, anchors: readonly Anchor[] = []): LogReport {
  const bySize = new Map(anchors.map((anchor) => [anchor.size, anchor.root]));
  let proven = 0;
  const check = (size: number, root: () => Uint8Array): Damage | null => {
    const known = bySize.get(size);
    if (known === undefined || sameBytes(known, root())) {
      if (known !== undefined) proven = size;
      return null;
    }
    return { index: proven, damage: 'rewritten', message: `the log had another root at ${size} entries` };
  };
  const atStart = check(0, () => emptyRoot(sha256));
  if (atStart !== null) return { ok: false, ...atStart };

  const after = (tree: ComputedTree): Damage | null => check(tree.size, () => tree.root());
  const { tree, damage } = recompute({ sha256, entries: log.entries, nodes: log, after });
  if (damage !== null) return { ok: false, ...damage };
  const size = tree.size;
  const largest = anchors.reduce((most, anchor) => Math.max(most, anchor.size), 0);
  if (hasMoreNodes(log.nodeCount, size) || largest > size) {
    const message = `the log ends at ${size} entries, and there were more`;
    return { ok: false, index: size, damage: 'cut_tail', message };
  }
  return { ok: true, size, root: tree.root() };
}

/** Whether more nodes are stored than a log of this size has: its tail was cut and they were forgotten. */
export const hasMoreNodes = (nodeCount: number, size: number): boolean => nodeCount > size - peaks(size).length;
