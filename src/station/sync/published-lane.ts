/** What comes down: a list that the service publishes is asked for now and then, and taken over with its entity tag. */
import type { Endpoint } from '@fiducial/protocol/api';
import type { z } from 'zod';
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import type { Lane, LaneParts, Step } from './lane.ts';
import { type DownKind, noteFetched, readSyncState, writeSyncState } from './sync-state.ts';

/** The service is asked so often whether anything is new. */
const everyMs = 300_000;

/** What one kind of list is beside what all have in common. */
export interface Published<List extends z.ZodType> {
  readonly kind: DownKind;
  readonly list: Endpoint<z.ZodType, z.ZodType, z.ZodType, List>;
  /** Whether it is asked for now; always, unless said. */
  readonly wanted?: () => boolean;
  /** Whether what was taken over with the last tag still lies here; else the whole is asked for. */
  readonly isHere?: () => boolean;
  /**
   * Takes over what is new. Gives what is stored in the transaction that keeps the tag; `later` where something is still
   * missing, and the list is looked at again after a while.
   */
  readonly takeOver: (list: z.output<List>) => Promise<(() => Result<void, AppError>) | 'later'>;
}

export function publishedLane<List extends z.ZodType>(
  { context, client, timing, stop, onChange, onProblem }: LaneParts,
  { kind, list, wanted = () => true, isHere = () => true, takeOver }: Published<List>,
): Lane {
  const { db } = context;
  const tag = `${kind}_etag` as const;
  let nextAtMs = 0;

  async function step(): Promise<Step> {
    if (stop.aborted || timing.nowMs() < nextAtMs || !wanted()) return 'idle';
    nextAtMs = timing.nowMs() + everyMs;
    const known = db.read(() => readSyncState(db, tag));
    if (!known.ok) return failed(known.error);
    const headers: Record<string, string> = known.value !== null && isHere() ? { 'if-none-match': known.value } : {};
    const listed = await client.call(list, { headers });
    if (listed.kind === 'unchanged') return fetched(() => ok(undefined), null);
    if (listed.kind !== 'accepted') return 'idle';
    const keep = await takeOver(listed.value);
    return keep === 'later' ? 'idle' : fetched(keep, listed.etag);
  }

  /** All that the service has is here, or was refused: that and the tag are one change. */
  async function fetched(keep: () => Result<void, AppError>, etag: string | null): Promise<Step> {
    const kept = await db.patiently(() =>
      db.write<void, AppError>(() => {
        const done = keep();
        if (!done.ok) return done;
        if (etag !== null) writeSyncState(db, tag, etag);
        noteFetched(db, kind, context.clock.now());
        return ok(undefined);
      }),
    );
    if (!kept.ok) return failed(kept.error);
    onChange();
    return 'idle';
  }

  function failed(error: AppError): Step {
    onProblem(error);
    return 'idle';
  }

  return {
    name: kind,
    step,
    dueInMs: () => (wanted() ? Math.max(0, nextAtMs - timing.nowMs()) : null),
    hurry() {
      nextAtMs = 0;
    },
  };
}
