/** What was found and decided: each inspection with its newest results, many in one call. */
import { type Results, resultsReceiptSchema, type SyncReply, syncBatch } from '@fiducial/protocol/api';
import { canonicalBytes } from '@fiducial/protocol/audit';
import { z } from 'zod';
import { ok } from '../../core/kernel/result.ts';
import { draftOf, resultsOf, sendableType } from '../../core/sync/documents.ts';
import { type SyncError, syncError } from '../../core/sync/errors.ts';
import { isPoison, retryItemAfter } from '../../core/sync/tries.ts';
import type { Database } from '../db/database.ts';
import { sha256Hex } from '../digest.ts';
import { findStored } from '../inspections/read.ts';
import type { Lane, LaneParts, Step } from './lane.ts';
import { type DueRow, dueRows, markFailed, markSent, queuePicture } from './outbox-rows.ts';
import { postponed } from './postponed.ts';
import { isLost, sendSinceAgain } from './send-again.ts';

/** Inspections in one call: two items each, of the 50 that a call takes. */
const unitsInCall = 25;
const rowsAtOnce = 100;

/** An inspection whose newest revision waits. */
interface Unit {
  readonly objectId: string;
  readonly revision: number;
  readonly tries: number;
}

type Prepared =
  | { readonly unit: Unit; readonly items: readonly object[]; readonly sha256: string; readonly picture: string | null }
  | { readonly unit: Unit; readonly error: SyncError };

type Outcome =
  | {
      readonly unit: Unit;
      readonly kind: 'sent';
      readonly receipt: unknown;
      readonly picture: string | null;
      /** Newest revision that the service had before; null where it does not say. */
      readonly had: number | null;
    }
  | { readonly unit: Unit; readonly kind: 'refused' | 'fault'; readonly error: SyncError }
  | { readonly unit: Unit; readonly kind: 'later'; readonly afterMs: number };

export function factLane({ context, client, timing, stop, onChange, onProblem }: LaneParts): Lane {
  const { db, clock } = context;
  const waiting = postponed();
  /** Inspections of a call that failed as a whole: sent by themselves, so that the one at fault shows. */
  const suspects = new Set<string>();
  /** How many calls the service had taken when an inspection first gave a fault. */
  const faultedAt = new Map<string, number>();

  async function step(): Promise<Step> {
    const read = db.snapshot(() => chooseUnits(db, (id) => waiting.has(id, timing.nowMs()), suspects));
    if (!read.ok) return failed(read.error);
    const prepared = read.value;
    if (prepared.length === 0) return 'idle';
    const ready = prepared.filter((it) => 'items' in it);
    const outcomes: Outcome[] = prepared.flatMap((it) =>
      'error' in it ? [{ unit: it.unit, kind: 'refused' as const, error: it.error }] : [],
    );
    if (ready.length > 0) {
      const answer = await client.call(syncBatch, { body: { items: ready.flatMap(({ items }) => items) } });
      if (answer.kind === 'accepted') outcomes.push(...outcomesOf(ready, answer.value));
      else if (answer.kind === 'refused' || answer.kind === 'faulty') {
        if (ready.length > 1) for (const { unit } of ready) suspects.add(unit.objectId);
        else outcomes.push(aloneAtFault(ready[0]!.unit, answer));
      } else return outcomes.length > 0 ? settle(outcomes) : answer.kind === 'stopped' ? 'idle' : 'failed';
    }
    return settle(outcomes);
  }

  async function settle(outcomes: readonly Outcome[]): Promise<Step> {
    const now = clock.now();
    // Durable first: what the service acknowledged counts as sent only when that is on the disk.
    const stored = await db.patiently(() =>
      db.write<void, never>(() => {
        for (const outcome of outcomes) store(outcome, now);
        return ok(undefined);
      }),
    );
    if (!stored.ok) return failed(stored.error);
    for (const outcome of outcomes) remember(outcome);
    onChange();
    return 'worked';
  }

  function store(outcome: Outcome, now: string): void {
    const { unit } = outcome;
    const of = { objectId: unit.objectId, lane: 'facts', revision: unit.revision } as const;
    if (outcome.kind === 'sent') {
      const { had, picture, receipt } = outcome;
      const lacks = had !== null && isLost(db, unit.objectId, had);
      if (lacks) sendSinceAgain(db, unit.objectId, had);
      markSent(db, of, receipt, now);
      // Without its inspection there is no picture of it there.
      if (picture !== null) queuePicture(db, unit.objectId, { sha256: picture, isLost: lacks && had === 0 }, now);
    } else if (outcome.kind !== 'later') {
      const { error } = outcome;
      markFailed(db, of, { tries: unit.tries + 1, error, setAside: isGivenUp(outcome) }, now);
    }
  }

  const isGivenUp = ({ unit, kind }: Extract<Outcome, { kind: 'refused' | 'fault' }>): boolean =>
    isPoison(kind, unit.tries + 1, client.taken() > (faultedAt.get(unit.objectId) ?? client.taken()));

  function remember(outcome: Outcome): void {
    const { objectId, tries } = outcome.unit;
    suspects.delete(objectId);
    switch (outcome.kind) {
      case 'sent':
        waiting.clear(objectId);
        faultedAt.delete(objectId);
        return;
      case 'later':
        waiting.until(objectId, timing.nowMs() + outcome.afterMs);
        return;
      default:
        if (!faultedAt.has(objectId)) faultedAt.set(objectId, client.taken());
        waiting.until(objectId, timing.nowMs() + retryItemAfter(tries + 1, () => timing.random()));
    }
  }

  function failed(error: Parameters<typeof onProblem>[0]): Step {
    onProblem(error);
    return 'failed';
  }

  return {
    name: 'facts',
    step: () => (stop.aborted ? Promise.resolve('idle' as const) : step()),
    dueInMs: () => waiting.soonest(timing.nowMs()),
    retryInMs: ({ objectId }) => waiting.left(objectId, timing.nowMs()),
    hurry: () => waiting.clearAll(),
  };
}

/**
 * The oldest inspections that are due. One that may make a whole call fail goes by itself: where it is the oldest it is
 * sent now, else it waits until those before it are. Inside a read.
 */
function chooseUnits(db: Database, isWaiting: (id: string) => boolean, suspects: ReadonlySet<string>) {
  const chosen = new Map<string, DueRow>();
  let after = 0;
  for (;;) {
    const rows = dueRows(db, 'facts', after, rowsAtOnce);
    for (const row of rows) {
      after = row.position;
      const { objectId } = row;
      if (isWaiting(objectId) || chosen.has(objectId)) continue;
      if (suspects.has(objectId) || row.faulty === 1) {
        if (chosen.size === 0) return [prepare(db, row)];
        continue;
      }
      chosen.set(objectId, row);
      if (chosen.size === unitsInCall) break;
    }
    if (rows.length < rowsAtOnce || chosen.size === unitsInCall) break;
  }
  return [...chosen.values()].map((row) => prepare(db, row));
}

/** The inspection as it is now: one document says all its revisions that wait. */
function prepare(db: Database, { objectId, tries, revision }: DueRow): Prepared {
  const stored = findStored(db, objectId);
  const unit = { objectId, tries, revision: stored?.revision ?? revision };
  if (stored === null) return { unit, error: syncError('SYNC_DOCUMENT_INVALID', { reason: 'it is not there' }) };
  const draft = draftOf(stored);
  if (!draft.ok) return { unit, error: draft.error };
  const results = resultsOf(stored);
  if (!results.ok) return { unit, error: results.error };
  return {
    unit,
    items: [
      { type: 'inspection', body: draft.value },
      { type: 'results', inspection_id: objectId, body: results.value },
    ],
    sha256: documentSha256(results.value),
    picture: sendableType(stored.image.format) === null ? null : stored.image.sha256,
  };
}

const documentSha256 = (results: Results): string => sha256Hex(canonicalBytes(results));

type Ready = Extract<Prepared, { items: readonly object[] }>;

/** Each inspection's outcome, from the outcomes of its two items. */
function outcomesOf(ready: readonly Ready[], { results }: SyncReply): readonly Outcome[] {
  const byIndex = new Map(results.map((result) => [result.index, result]));
  return ready.map(({ unit, sha256, picture }, at): Outcome => {
    const [made, told] = [byIndex.get(2 * at), byIndex.get(2 * at + 1)];
    const refused = [made, told].find((result) => result?.ok === false);
    if (refused?.ok === false) return refusedItem(unit, refused);
    const receipt = told?.ok === true ? resultsReceiptSchema.safeParse(told.body) : null;
    if (made === undefined || !receipt?.success) {
      return { unit, kind: 'fault', error: syncError('SYNC_FAULTY', { reason: 'no receipt' }) };
    }
    const { inspection_id, revision, sha256: kept } = receipt.data;
    if (inspection_id !== unit.objectId || revision !== unit.revision || kept !== sha256)
      return { unit, kind: 'refused', error: syncError('SYNC_RECEIPT_DIFFERS', { sent: sha256, kept, revision }) };
    return { unit, kind: 'sent', receipt: receipt.data, picture, had: revisionIn(made) };
  });
}

const madeSchema = z.object({ revision: z.number().int().min(0) });

function revisionIn(made: SyncReply['results'][number]): number | null {
  const parsed = made.ok ? madeSchema.safeParse(made.body) : null;
  return parsed?.success ? parsed.data.revision : null;
}

type RefusedItem = Extract<SyncReply['results'][number], { ok: false }>;

/** Without a hint of its own, an item that the service could not do now waits as long as its backoff says. */
const busyMs = 5000;

function refusedItem(unit: Unit, { status, problem, retry_after }: RefusedItem): Outcome {
  if (status === 429 || status === 503 || problem.code === 'IDEMPOTENCY_IN_FLIGHT')
    return { unit, kind: 'later', afterMs: retry_after === null ? busyMs : retry_after * 1000 };
  const details = { status, refusal: problem.code, said: problem.error.slice(0, 500) };
  return status >= 500
    ? { unit, kind: 'fault', error: syncError('SYNC_FAULTY', details) }
    : { unit, kind: 'refused', error: syncError('SYNC_REFUSED', details) };
}

function aloneAtFault(
  unit: Unit,
  answer:
    | {
        readonly kind: 'refused';
        readonly refusal: { readonly status: number; readonly code: string; readonly message: string };
      }
    | { readonly kind: 'faulty'; readonly status: number },
): Outcome {
  if (answer.kind === 'faulty')
    return { unit, kind: 'fault', error: syncError('SYNC_FAULTY', { status: answer.status }) };
  const { status, code, message } = answer.refusal;
  return { unit, kind: 'refused', error: syncError('SYNC_REFUSED', { status, refusal: code, said: message }) };
}
