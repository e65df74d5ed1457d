import { completedBy, encodeEntry, leafHash } from '@fiducial/protocol/audit';
import type { EntryDraft } from '../../core/audit/entries.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import type { Database } from '../db/database.ts';
import { sha256 } from '../digest.ts';
import { type AuditError, auditError } from './errors.ts';

/** Where an entry went: its place in the log and the moment it names. */
export interface Appended {
  readonly seq: number;
  readonly time: string;
  readonly monoMs: number;
  readonly bootId: string;
}

/**
 * Appends one entry with the tree nodes it completes. Call it inside the transaction of the change it describes
 * (`db.write`), so that neither can be there without the other. Cost: O(log n), two rows on average.
 * Errors: AUDIT_ENTRY_TOO_LARGE (the change must then not happen either).
 */
export function appendEntry(context: StationContext, draft: EntryDraft): Result<Appended, AuditError> {
  const { db, clock, station, actor } = context;
  const last = db.get(db.query.selectFrom('audit_entries').select('seq').orderBy('seq', 'desc').limit(1));
  const seq = last === undefined ? 0 : last.seq + 1;
  const moment = { time: clock.now(), monoMs: Math.trunc(clock.monotonicMs()), bootId: clock.bootId };
  const encoded = encodeEntry(
    wellFormed({
      v: 1,
      seq,
      time: moment.time,
      mono: { ms: moment.monoMs, boot: moment.bootId },
      station,
      actor: { id: actor.id, name: actor.name, role: actor.role },
      ...draft,
    }),
  );
  if (!encoded.ok) {
    if (encoded.code === 'AUDIT_ENTRY_INVALID') throw new Error(`Not an audit entry: ${encoded.message}`);
    return fail(auditError('AUDIT_ENTRY_TOO_LARGE', { action: draft.action }));
  }
  const leaf = leafHash(sha256, encoded.bytes);
  const entry = Buffer.from(encoded.bytes).toString('utf8');
  db.insert('audit_entries', { seq, entry, leaf_hash: leaf });
  const [, ...parents] = completedBy(sha256, seq, leaf, (level, index) => nodeAt(db, level, index));
  for (const node of parents) {
    const values = { level: node.level, node_index: node.index, hash: node.hash };
    db.insert('audit_nodes', values);
  }
  return ok({ seq, ...moment });
}

/** A complete node's hash; level 0 is the leaf beside its entry. */
export function nodeAt(db: Database, level: number, index: number): Uint8Array {
  const row =
    level === 0
      ? db.get(db.query.selectFrom('audit_entries').select('leaf_hash as hash').where('seq', '=', index))
      : db.get(
          db.query.selectFrom('audit_nodes').select('hash').where('level', '=', level).where('node_index', '=', index),
        );
  if (row === undefined) throw new Error(`The audit tree has no node ${index} on level ${level}`);
  return row.hash;
}

/** Text from outside (paths, serial numbers) may hold lone surrogates, which RFC 8785 forbids: U+FFFD takes their place. */
function wellFormed<T>(value: T): T {
  if (typeof value === 'string') return value.toWellFormed() as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)])) as T;
}
