/** Sending to the central service: when it starts, stops and goes on, and what is told of it. */
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import type { ClockOffset } from '../../core/sync/clock-offset.ts';
import { type SyncError, syncError } from '../../core/sync/errors.ts';
import { laneOf, type OutboxKind } from '../../core/sync/outbox.ts';
import type { Database } from '../db/database.ts';
import { watchBacklog } from './backlog.ts';
import { type ContactTimes, watchContact } from './contact.ts';
import { keptWait } from './kept-wait.ts';
import type { LedgerCounts } from './ledger-counts.ts';
import { openSending, type Sending, type SendingEvents } from './sending.ts';
import { keepSyncState, readSyncState } from './sync-state.ts';
import type { SyncParts } from './synchroniser-parts.ts';

export interface SyncState {
  readonly state: 'off' | 'paused' | 'offline' | 'sending' | 'idle';
  /** Why nothing is sent, or what is wrong at present. */
  readonly problem: AppError | null;
  readonly counts: LedgerCounts;
  /** Milliseconds until everything is there at the present pace; null where there is none to go by. */
  readonly caughtUpInMs: number | null;
  /** Items that the service took of late, a minute; null where there is no pace to go by. */
  readonly perMinute: number | null;
  readonly clockOffset: ClockOffset | null;
  readonly contact: ContactTimes;
}

export interface Synchroniser {
  /** Starts sending where it is configured and not paused; again after a change of the settings. */
  start(): void;
  /** Something new waits. */
  wake(): void;
  /** Tries now what waits for its next try, and an unreachable service too. */
  hurry(): void;
  /** Persisted: it stays so after a restart. Errors: DB_*. */
  pause(paused: boolean): Promise<Result<void, AppError>>;
  state(): SyncState;
  /** Milliseconds until an item that waits is tried next, 0: its turn; null while nothing is sent. */
  nextTryInMs(item: { readonly id: string; readonly kind: OutboxKind; readonly objectId: string }): number | null;
  /** How often items were settled. */
  settled(): number;
  /** Sends what is due now and ends, at the latest when the service cannot be reached. Errors: SYNC_*, DB_*. */
  once(): Promise<Result<void, AppError>>;
  /** No new call begins, and those under way are broken off; resolves when what they said is stored. */
  close(): Promise<void>;
}

export function createSynchroniser(parts: SyncParts): Synchroniser {
  const { context, timing, onChange } = parts;
  const { db } = context;
  let sending: Sending | null = null;
  /** Resolves when the present sending and all before it have ended. */
  let ended: Promise<unknown> = Promise.resolve();
  /** What is wrong at present, by the lane that it stopped; `''`: before any began. */
  const problems = new Map<string, AppError>();
  let offset: ClockOffset | null = null;
  const contact = watchContact(
    () => context.clock.now(),
    () => lastFetched(db),
  );
  const wait = keptWait(db, context.clock, timing);
  const backlog = watchBacklog(db, timing, () => sending !== null);
  let settled = 0;

  const open = (): Result<Sending | null, AppError> => {
    const target = parts.target();
    if (!target.ok || target.value === null) return target.ok ? ok(null) : target;
    return ok(openSending(parts, target.value, wait, events));
  };

  const events: SendingEvents = {
    onChange(lane) {
      problems.delete(lane);
      backlog.changed();
      settled += 1;
      backlog.count();
      onChange();
    },
    onProblem: noticed,
    onOffset(measured) {
      offset = measured;
    },
    onGate: onChange,
    onCalled: (outcome) => contact.called(outcome),
    onRest() {
      if (!backlog.isStale()) return;
      // At the end of some work: its last items are counted, too.
      backlog.countNow();
      onChange();
    },
  };

  function noticed(lane: string, error: AppError): void {
    problems.set(lane, error);
    parts.onProblem(error);
    onChange();
  }

  const firstProblem = (): AppError | null => problems.values().next().value ?? null;

  const isPaused = (): boolean => {
    const read = db.read(() => readSyncState(db, 'paused'));
    return read.ok && read.value === true;
  };

  return {
    start() {
      sending?.stop();
      sending = null;
      contact.ended();
      problems.clear();
      if (!isPaused()) {
        const opened = open();
        if (!opened.ok) noticed('', opened.error);
        else if (opened.value !== null) {
          const it = opened.value;
          sending = it;
          // The calls of the one before end first: two must not send the same picture.
          ended = ended.then(() => it.run());
        }
      }
      onChange();
    },
    wake() {
      backlog.changed();
      sending?.wake();
    },
    hurry() {
      if (sending === null) return;
      sending.client.reopen();
      wait.forget();
      for (const lane of sending.lanes) lane.hurry();
      this.wake();
    },
    async pause(paused) {
      const kept = await keepSyncState(db, 'paused', paused);
      if (!kept.ok) return kept;
      this.start();
      return ok(undefined);
    },
    nextTryInMs(item) {
      if (sending === null) return null;
      const lane = sending.lanes.find(({ name }) => name === laneOf(item.kind));
      return Math.max(sending.client.waitMs(), lane?.retryInMs?.(item) ?? 0);
    },
    settled: () => settled,
    state() {
      // Whoever asks is told what waits now: nothing may come to say it later while the service is silent.
      const counts = backlog.countNow();
      const closed = sending?.client.problem() ?? null;
      const goesOn = sending !== null && closed === null;
      return {
        state: stateWord(sending !== null, closed, counts),
        problem: closed ?? sending?.client.store().problem ?? firstProblem(),
        counts,
        perMinute: goesOn ? backlog.perMinute() : null,
        caughtUpInMs: goesOn ? backlog.caughtUpInMs() : null,
        clockOffset: offset,
        contact: contact.times(),
      };
    },
    async once() {
      if (isPaused()) return fail(syncError('SYNC_PAUSED'));
      const opened = open();
      if (!opened.ok) return opened;
      const it = opened.value;
      if (it === null) return fail(syncError('SYNC_NOT_CONFIGURED'));
      const asked = it.client.problem();
      if (asked !== null) return fail(asked);
      await it.drain();
      const failed = it.client.problem() ?? it.client.store().problem ?? firstProblem();
      return failed === null ? ok(undefined) : fail(failed);
    },
    async close() {
      sending?.stop();
      sending = null;
      await ended;
    },
  };

  function stateWord(running: boolean, closed: SyncError | null, { pending }: LedgerCounts): SyncState['state'] {
    if (!running) return isPaused() ? 'paused' : 'off';
    if (closed !== null) return 'offline';
    return pending > 0 ? 'sending' : 'idle';
  }
}

/** When what comes down was asked for last; null where it never was. */
function lastFetched(db: Database): string | null {
  const fetched = db.read(() => readSyncState(db, 'fetched'));
  if (!fetched.ok) return null;
  return (
    Object.values(fetched.value ?? {})
      .toSorted()
      .at(-1) ?? null
  );
}
