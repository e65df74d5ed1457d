/** Sending to the central service: what runs beside what, when it starts, waits and ends. */
import { type AppError, ok, type Result } from '../../core/kernel/result.ts';
import { leftOf } from '../../core/sync/asked-to-wait.ts';
import type { ClockOffset } from '../../core/sync/clock-offset.ts';
import { type SyncError, syncError } from '../../core/sync/errors.ts';
import { laneOf, type OutboxKind } from '../../core/sync/outbox.ts';
import { caughtUpIn, itemsPerMinute, noPace, type Pace, paced } from '../../core/sync/pace.ts';
import type { StationContext } from '../context.ts';
import type { ModelReceiver } from '../models/receive-model.ts';
import type { BucketAccess } from './bucket-access.ts';
import { bucketFirst } from './bucket-first.ts';
import { type CentralClient, centralClient } from './central-client.ts';
import { type ContactTimes, watchContact } from './contact.ts';
import { factLane } from './fact-lane.ts';
import type { Lane } from './lane.ts';
import { lanesInOrder } from './lanes-in-order.ts';
import { type LedgerCounts, ledgerCounts } from './ledger-counts.ts';
import { logLane } from './log-lane.ts';
import { modelLane } from './model-lane.ts';
import { type PartTarget, partsByService } from './part-target.ts';
import { pictureLanes } from './picture-lane.ts';
import type { OpenOriginal } from './picture-upload.ts';
import { type ReceiveRecipe, recipeLane } from './recipe-lane.ts';
import { keepSyncState, readSyncState, writeSyncState } from './sync-state.ts';
import { throttle } from './throttle.ts';
import type { Timing, Transport } from './transport.ts';
import { type PeopleReceiver, userLane } from './user-lane.ts';

/** Where to send to, with the right to. */
export interface SyncTarget {
  readonly url: string;
  readonly token: string;
  /** Bytes per second that may go out; null: no cap. */
  readonly bytesPerSecond: number | null;
  /** Credentials for the bucket of the service; absent or null: it gives the addresses for parts. */
  readonly bucket?: BucketAccess | null;
}

export interface SyncParts {
  readonly context: StationContext;
  /** Asked at each start. Null where the site has none. */
  readonly target: () => Result<SyncTarget | null, AppError>;
  readonly openOriginal: OpenOriginal;
  /** Makes the way for parts of large originals straight to the bucket, where the target has credentials for it. */
  readonly openBucket?: (access: BucketAccess, stop: AbortSignal) => PartTarget;
  /** What the service publishes is handed to this; null: nothing is fetched. */
  readonly receiveRecipe: ReceiveRecipe | null;
  readonly people?: PeopleReceiver | undefined;
  readonly models?: ModelReceiver | undefined;
  readonly transport: Transport;
  readonly timing: Timing;
  /** Something that `state` tells has changed; called often. */
  readonly onChange: () => void;
  /** Something that a person must know of: a full disk, a log that differs. */
  readonly onProblem: (error: AppError) => void;
}

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

/** Looks for new items at least so often: another program may have queued them. */
const idleMs = 15_000;
const afterFailureMs = 2000;
const countEveryMs = 1000;

interface Run {
  readonly stop: AbortController;
  readonly client: CentralClient;
  readonly lanes: readonly Lane[];
  /** Resolves when every lane has ended. */
  ended: Promise<unknown>;
  sleeping: AbortController;
  /** Whether facts are due: pictures wait for them. */
  factsDue: boolean;
}

const noCounts: LedgerCounts = { pending: 0, pictures: 0, setAside: 0 };

export function createSynchroniser(parts: SyncParts): Synchroniser {
  const { context, timing, onChange } = parts;
  const { db } = context;
  let run: Run | null = null;
  /** What is wrong at present, by the lane that it stopped; `''`: before any began. */
  const problems = new Map<string, AppError>();
  let offset: ClockOffset | null = null;
  const contact = watchContact(
    () => context.clock.now(),
    () => {
      const fetched = db.read(() => readSyncState(db, 'fetched'));
      return fetched.ok
        ? (Object.values(fetched.value ?? {})
            .toSorted()
            .at(-1) ?? null)
        : null;
    },
  );
  let pace: Pace = noPace;
  let counts = noCounts;
  let countsStale = true;
  let countedAtMs = Number.NEGATIVE_INFINITY;
  let settled = 0;
  /** Runs that are ending. */
  let ending: Promise<unknown> = Promise.resolve();

  function begin(): Result<Run | null, AppError> {
    const target = parts.target();
    if (!target.ok || target.value === null) return target.ok ? ok(null) : target;
    const stop = new AbortController();
    const { url, token, bytesPerSecond, bucket = null } = target.value;
    const slowed = throttle(bytesPerSecond, timing);
    const client = centralClient({
      url,
      token,
      transport: parts.transport,
      timing,
      throttle: slowed,
      stop: stop.signal,
      leftToWaitMs: leftToWait(url),
      onAskedToWait: (waitMs) => keepAsked(url, waitMs),
      onOffset: (measured) => {
        offset = measured;
      },
      onGate: onChange,
      onCalled: (outcome) => contact.called(outcome),
    });
    const given = (lane: string) => ({
      context,
      client,
      timing,
      stop: stop.signal,
      onChange: () => changed(lane),
      onProblem: (error: AppError) => noticed(lane, error),
    });
    const service = partsByService(client);
    const pictures = {
      ...given('pictures'),
      openOriginal: parts.openOriginal,
      partTarget: service,
      bucketParts: bucket === null ? null : bucketParts(bucket, service, stop.signal),
      throttle: slowed,
    };
    const made: Run = {
      stop,
      client,
      lanes: [
        factLane(given('facts')),
        logLane(given('log')),
        ...(parts.people === undefined ? [] : [userLane(given('users'), parts.people)]),
        lanesInOrder('catalogue', [
          ...(parts.models === undefined ? [] : [modelLane(given('models'), parts.models)]),
          ...(parts.receiveRecipe === null ? [] : [recipeLane(given('recipes'), parts.receiveRecipe)]),
        ]),
        ...pictureLanes(pictures, () => !made.factsDue),
      ],
      ended: Promise.resolve(),
      sleeping: new AbortController(),
      factsDue: true,
    };
    return ok(made);
  }

  function bucketParts(access: BucketAccess, service: PartTarget, stop: AbortSignal): PartTarget | null {
    const bucket = parts.openBucket?.(access, stop);
    return bucket === undefined ? null : bucketFirst({ bucket, service, timing, stop, onProblem: parts.onProblem });
  }

  /** The longest of what was asked for: an answer that asks for less may come after it. */
  const keepAsked = (url: string, waitMs: number) =>
    db.patiently(() =>
      db.write<void, never>(() => {
        const { bootId } = context.clock;
        const nowMs = timing.nowMs();
        const kept = readSyncState(db, 'asked_to_wait');
        const isLonger = kept?.bootId === bootId && leftOf(kept, { url, bootId, nowMs }) >= waitMs;
        if (!isLonger) writeSyncState(db, 'asked_to_wait', { url, bootId, untilMs: nowMs + waitMs, waitMs });
        return ok(undefined);
      }),
    );

  const askedToWait = () => {
    const read = db.read(() => readSyncState(db, 'asked_to_wait'));
    return read.ok ? read.value : null;
  };

  function leftToWait(url: string): number {
    const kept = askedToWait();
    const { bootId } = context.clock;
    const left = leftOf(kept, { url, bootId, nowMs: timing.nowMs() });
    // From here on it counts in this boot: a program that starts often does not wait for ever.
    if (left > 0 && kept?.bootId !== bootId) void keepAsked(url, left);
    return left;
  }

  /** A person wants it tried now. */
  const forgetAsked = () => {
    const kept = askedToWait();
    return kept === null ? null : keepSyncState(db, 'asked_to_wait', { ...kept, waitMs: 0 });
  };

  function changed(lane: string): void {
    problems.delete(lane);
    countsStale = true;
    settled += 1;
    countNow();
    onChange();
  }

  function noticed(lane: string, error: AppError): void {
    problems.set(lane, error);
    parts.onProblem(error);
    onChange();
  }

  function countNow(): LedgerCounts {
    // A backlog of 100,000 is counted in milliseconds, but not at each of its items.
    if (!countsStale || timing.nowMs() - countedAtMs < countEveryMs) return counts;
    const read = ledgerCounts(db);
    if (read.ok) {
      const taken = counts.pending - read.value.pending;
      if (run !== null && taken > 0) pace = paced(pace, timing.nowMs(), taken);
      counts = read.value;
      countsStale = false;
      countedAtMs = timing.nowMs();
    }
    return counts;
  }

  async function stepOf(it: Run, lane: Lane) {
    const done = await lane.step();
    if (lane.name === 'facts') {
      const wereDue = it.factsDue;
      it.factsDue = done === 'worked';
      // Pictures that stood back may go.
      if (wereDue && !it.factsDue) wakeRun(it);
    }
    return done;
  }

  async function loop(it: Run, lane: Lane): Promise<void> {
    while (!it.stop.signal.aborted) {
      // Taken before the step: who is woken during it does not sleep after it.
      const sleeping = it.sleeping.signal;
      const done = await stepOf(it, lane);
      if (done === 'worked') continue;
      if (countsStale) sayCounts();
      const waitMs = done === 'failed' ? Math.max(afterFailureMs, it.client.waitMs()) : idleMs;
      await timing.sleep(Math.min(waitMs, lane.dueInMs() ?? waitMs), sleeping);
    }
  }

  /** At the end of some work: its last items are counted, too. */
  function sayCounts(): void {
    countedAtMs = Number.NEGATIVE_INFINITY;
    countNow();
    onChange();
  }

  function wakeRun(it: Run): void {
    const { sleeping } = it;
    it.sleeping = new AbortController();
    sleeping.abort();
  }

  function end(it: Run): Promise<unknown> {
    it.stop.abort();
    wakeRun(it);
    return it.ended;
  }

  const firstProblem = (): AppError | null => problems.values().next().value ?? null;

  const isPaused = (): boolean => {
    const read = db.read(() => readSyncState(db, 'paused'));
    return read.ok && read.value === true;
  };

  return {
    start() {
      if (run !== null) ending = Promise.all([ending, end(run)]);
      run = null;
      contact.ended();
      problems.clear();
      if (!isPaused()) {
        const begun = begin();
        if (!begun.ok) noticed('', begun.error);
        else if (begun.value !== null) {
          const it = begun.value;
          run = it;
          // An earlier run's calls end first: two runs must not send the same picture.
          it.ended = ending.then(() => Promise.all(it.lanes.map((lane) => loop(it, lane))));
        }
      }
      onChange();
    },
    wake() {
      countsStale = true;
      if (run === null) return;
      run.factsDue = true;
      wakeRun(run);
    },
    hurry() {
      if (run === null) return;
      run.client.reopen();
      void forgetAsked();
      for (const lane of run.lanes) lane.hurry();
      this.wake();
    },
    async pause(paused) {
      const kept = await keepSyncState(db, 'paused', paused);
      if (!kept.ok) return kept;
      this.start();
      return ok(undefined);
    },
    nextTryInMs(item) {
      if (run === null) return null;
      const lane = run.lanes.find(({ name }) => name === laneOf(item.kind));
      return Math.max(run.client.waitMs(), lane?.retryInMs?.(item) ?? 0);
    },
    settled: () => settled,
    state() {
      // Whoever asks is told what waits now: nothing may come to say it later while the service is silent.
      countedAtMs = Number.NEGATIVE_INFINITY;
      const now = countNow();
      const closed = run?.client.problem() ?? null;
      const said = closed ?? firstProblem();
      return {
        state: stateWord(run !== null, closed, now),
        problem: said,
        counts: now,
        perMinute: run === null || closed !== null ? null : itemsPerMinute(pace, timing.nowMs()),
        caughtUpInMs: run === null || closed !== null ? null : caughtUpIn(pace, now.pending, timing.nowMs()),
        clockOffset: offset,
        contact: contact.times(),
      };
    },
    async once() {
      if (isPaused()) return { ok: false, error: syncError('SYNC_PAUSED') };
      const begun = begin();
      if (!begun.ok) return begun;
      const it = begun.value;
      if (it === null) return { ok: false, error: syncError('SYNC_NOT_CONFIGURED') };
      const asked = it.client.problem();
      if (asked !== null) return { ok: false, error: asked };
      const [facts, ...others] = it.lanes;
      await drain(it, facts!);
      it.factsDue = false;
      await Promise.all(others.map((lane) => drain(it, lane)));
      countedAtMs = Number.NEGATIVE_INFINITY;
      const failed = it.client.problem() ?? firstProblem();
      return failed === null ? ok(undefined) : { ok: false, error: failed };
    },
    async close() {
      const last = run;
      run = null;
      await Promise.all([ending, last === null ? null : end(last)]);
      countedAtMs = Number.NEGATIVE_INFINITY;
    },
  };

  async function drain(it: Run, lane: Lane): Promise<void> {
    while (!it.stop.signal.aborted) {
      const done = await lane.step();
      if (it.client.problem() !== null) it.stop.abort();
      if (done !== 'worked') return;
    }
  }

  function stateWord(running: boolean, closed: SyncError | null, { pending }: LedgerCounts): SyncState['state'] {
    if (!running) return isPaused() ? 'paused' : 'off';
    if (closed !== null) return 'offline';
    return pending > 0 ? 'sending' : 'idle';
  }
}
