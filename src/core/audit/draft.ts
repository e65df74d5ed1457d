import type { AuditEntry } from '@fiducial/protocol/audit';

/** What an action says in the log; the station adds sequence, time, place and person. */
export type EntryDraft = Pick<AuditEntry, 'action' | 'object' | 'reason' | 'before' | 'after' | 'refs'>;

type Named = Pick<EntryDraft, 'action' | 'object'>;

/** A draft with what is not said left empty. */
export const draft = (named: Named, rest: Partial<Omit<EntryDraft, keyof Named>> = {}): EntryDraft => ({
  reason: '',
  before: {},
  after: {},
  refs: {},
  ...named,
  ...rest,
});

/** Hashes that are there; an absent one leaves no key. */
export function refs(hashes: Readonly<Record<string, string | null>>): Record<string, string> {
  const present: Record<string, string> = {};
  for (const [name, hash] of Object.entries(hashes)) if (hash !== null) present[name] = hash;
  return present;
}
