import { type AuditEntry, decodeEntry } from '@fiducial/protocol/audit';
import type { Bundle } from './bundle.ts';
import { entryPath } from './documents.ts';
import type { Problems } from './evidence-report.ts';

/** The entries of the log that a bundle carries. */
export interface BundleEntries {
  /** Those that can be read, by place in the log. */
  readonly inOrder: readonly AuditEntry[];
  /** Places of all that are there, readable or not. */
  readonly places: readonly number[];
}

/** E8, of each entry by itself. */
export function readEntries({ members, document }: Bundle, seen: Problems): BundleEntries {
  const places = [...members.keys()]
    .flatMap((path) => /^log\/(\d+)\.json$/.exec(path)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
  const inOrder: AuditEntry[] = [];
  for (const place of places) {
    const path = entryPath(place);
    const bytes = document(path);
    const decoded = bytes === null ? null : decodeEntry(bytes);
    if (decoded === null || !decoded.ok) seen.add('EVIDENCE_ENTRY_DAMAGED', path, 'it cannot be read');
    else if (!decoded.exact) seen.add('EVIDENCE_ENTRY_DAMAGED', path, 'it is not in canonical form');
    else if (decoded.entry.seq !== place)
      seen.add('EVIDENCE_ENTRY_DAMAGED', path, `it is entry ${decoded.entry.seq} of the log`);
    else inOrder.push(decoded.entry);
  }
  return { inOrder, places };
}
