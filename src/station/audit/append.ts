import { type AuditEntry, completedBy, encodeEntry, leafHash } from '@fiducial/protocol/audit';
import { clockJumped, type EntryDraft } from '../../core/audit/entries.ts';
import type { Actor } from '../../core/kernel/actor.ts';
import { fail, ok, type Result } from '../../core/kernel/result.ts';
import type { StationContext } from '../context.ts';
import { statement } from '../db/statement.ts';
import { sha256 } from '../digest.ts';
import { clockJump, type Moment } from './clock-jump.ts';
import { type AuditError, auditError } from './errors.ts';
import { nodeAt } from './tree-rows.ts';

/** Where an entry went: its place in the log and the moment it names. */
export interface Appended extends Moment {
  readonly seq: number;
}

/**
 * Appends one entry with the tree nodes it completes, and the checkpoint that is due with it. Call it inside the
 * transaction of the change it describes (`db.write`), so that neither can be there without the other. Where the clock
 * was set since the entry before, an entry that says so goes first. Cost: O(log n), two rows on average.
 * Errors: AUDIT_ENTRY_TOO_LARGE (the change must then not happen either).
 */
export function appendEntry(context: StationContext, draft: EntryDraft): Result<Appended, AuditError> {
  const { clock, station } = context;
  const moment = { time: clock.now(), monoMs: Math.trunc(clock.monotonicMs()), bootId: clock.bootId };
  const last = lastEntry(context);
  let seq = last === null ? 0 : last.seq + 1;
  const before = last?.moment ?? null;
  const byMs = before === null ? null : clockJump(before, moment);
  if (before !== null && byMs !== null) {
    const told = put(context, ownActor(station), clockJumped({ station, from: before.time, byMs }), seq, moment);
    if (!told.ok) return told;
    seq += 1;
  }
  return put(context, context.actor, draft, seq, moment);
}

/** Who does what nobody told the station to do. */
const ownActor = (station: string): Actor => ({ id: 'station', name: station, role: 'line' });

function put(
  { db, station, signer }: StationContext,
  actor: Actor,
  draft: EntryDraft,
  seq: number,
  moment: Moment,
): Result<Appended, AuditError> {
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
  signer.appended(seq, draft.action);
  return ok({ seq, ...moment });
}

interface LastEntry {
  readonly seq: number;
  /** Null where its bytes cannot be read: the log is damaged, which its verification says. */
  readonly moment: Moment | null;
}

function lastEntry({ db }: StationContext): LastEntry | null {
  const row = db.get(statement<{ seq: number; entry: string }>(newest, []));
  return row === undefined ? null : { seq: row.seq, moment: momentOf(row.entry) };
}

const newest = 'SELECT seq, entry FROM audit_entries ORDER BY seq DESC LIMIT 1';

function momentOf(entry: string): Moment | null {
  try {
    const { time, mono } = JSON.parse(entry) as AuditEntry;
    return { time, monoMs: mono.ms, bootId: mono.boot };
  } catch {
    return null;
  }
}

/** Text from outside (paths, serial numbers) may hold lone surrogates, which RFC 8785 forbids: U+FFFD takes their place. */
function wellFormed<T>(value: T): T {
  if (typeof value === 'string') return value.toWellFormed() as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)])) as T;
}
