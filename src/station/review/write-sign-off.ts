import { boardReopened, boardSignedOff } from '../../core/audit/entries.ts';
import type { StoredInspection } from '../../core/inspection/stored.ts';
import type { Result } from '../../core/kernel/result.ts';
import type { ReviewChange } from '../../core/review/review-step.ts';
import { type Appended, appendEntry } from '../audit/append.ts';
import type { AuditError } from '../audit/errors.ts';
import type { StationContext } from '../context.ts';
import { type ChangeRecord, personWhoSaid } from './change-record.ts';
import { impliedOf } from './standing.ts';

type SignOffChange = Extract<ReviewChange, { of: 'sign_off' }>;

/** A sign-off, or one taken back, with its audit entry. Inside the step's transaction. `reason`: to reopen. */
export function writeSignOff(
  context: StationContext,
  inspection: StoredInspection,
  { before, after, saidIn }: SignOffChange,
  { rowId, cause, signature }: ChangeRecord,
  reason: string,
): Result<Appended, AuditError> {
  const { db, actor } = context;
  const { id, resultSha256 } = inspection;
  const { confirmed, undecided } = impliedOf(inspection).signing;
  const by = personWhoSaid(db, 'sign_offs', saidIn.after);
  const signing = after !== null && saidIn.after === null;
  // Done again on a station without people: as unauthenticated as the first time.
  const signed = signing ? (signature ?? { printedName: actor.name, factor: 'none' as const }) : null;
  const entry = appendEntry(
    context,
    after === null
      ? boardReopened({ id, verdict: before?.verdict ?? 'fail', reason, cause })
      : boardSignedOff({
          id,
          ...after,
          confirmed: confirmed.length,
          undecided,
          resultSha256,
          cause,
          by,
          signature: signed,
        }),
  );
  if (!entry.ok) return entry;
  const { seq, time, monoMs, bootId } = entry.value;
  db.insert('sign_offs', {
    id: rowId,
    inspection_id: id,
    kind: after === null ? 'reopened' : 'signed',
    verdict: after?.verdict ?? null,
    note: after?.note ?? reason,
    cause,
    actor_id: actor.id,
    actor_name: actor.name,
    time,
    mono_ms: monoMs,
    boot_id: bootId,
    audit_seq: seq,
    restores: saidIn.after,
    printed_name: signed?.printedName ?? null,
    meaning: after?.meaning ?? 'reviewed',
    factor: signed?.factor ?? 'none',
  });
  return entry;
}
