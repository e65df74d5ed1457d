/** One time of sending, from its start to its stop: the lanes beside each other, with one client and one cap. */
import type { AppError } from '../../core/kernel/result.ts';
import type { ClockOffset } from '../../core/sync/clock-offset.ts';
import { bucketFirst } from './bucket-first.ts';
import { type CentralClient, centralClient } from './central-client.ts';
import { factLane } from './fact-lane.ts';
import type { KeptWait } from './kept-wait.ts';
import type { Lane } from './lane.ts';
import { lanesInOrder } from './lanes-in-order.ts';
import { logLane } from './log-lane.ts';
import { modelLane } from './model-lane.ts';
import { partsByService } from './part-target.ts';
import { pictureLanes } from './picture-lane.ts';
import { recipeLane } from './recipe-lane.ts';
import { noteService } from './service-change.ts';
import type { SyncParts, SyncTarget } from './synchroniser-parts.ts';
import { throttle } from './throttle.ts';
import { userLane } from './user-lane.ts';

export interface SendingEvents {
  /** A lane has settled something. */
  readonly onChange: (lane: string) => void;
  readonly onProblem: (lane: string, error: AppError) => void;
  readonly onOffset: (offset: ClockOffset) => void;
  readonly onGate: () => void;
  readonly onCalled: (outcome: { readonly replied: boolean; readonly heldUp: boolean }) => void;
  /** A lane has nothing more to do for now. */
  readonly onRest: () => void;
}

export interface Sending {
  readonly client: CentralClient;
  readonly lanes: readonly Lane[];
  /** Works until it is ended; resolves with the last lane. */
  run(): Promise<unknown>;
  /** Something new waits. */
  wake(): void;
  /** Sends what is due now, and ends at the latest when the service cannot be reached. */
  drain(): Promise<void>;
  /** No new call begins, and those under way are broken off. */
  stop(): void;
}

/** Looks for new items at least so often: another program may have queued them. */
const idleMs = 15_000;
/** After a failure that is not the service's: the disk's, say. */
const afterOwnFailureMs = 2000;

export function openSending(parts: SyncParts, target: SyncTarget, wait: KeptWait, events: SendingEvents): Sending {
  const { context, timing, transport } = parts;
  const { url, token, bytesPerSecond, bucket = null } = target;
  const stop = new AbortController();
  let sleeping = new AbortController();
  /** Pictures wait for facts. */
  let factsDue = true;
  const slowed = throttle(bytesPerSecond, timing);
  const client = centralClient({
    url,
    token,
    transport,
    timing,
    throttle: slowed,
    stop: stop.signal,
    leftToWaitMs: wait.leftMs(url),
    onAskedToWait: (waitMs) => wait.keep(url, waitMs),
    onOffset: events.onOffset,
    onGate: events.onGate,
    onCalled: events.onCalled,
  });
  const given = (lane: string) => ({
    context,
    client,
    timing,
    stop: stop.signal,
    onChange: () => events.onChange(lane),
    onProblem: (error: AppError) => events.onProblem(lane, error),
  });
  const service = partsByService(client);
  const direct = bucket === null ? undefined : parts.openBucket?.(bucket, stop.signal);
  const bucketParts =
    direct === undefined
      ? null
      : bucketFirst({ bucket: direct, service, timing, stop: stop.signal, onProblem: parts.onProblem });
  const pictures = {
    ...given('pictures'),
    openOriginal: parts.openOriginal,
    partTarget: service,
    bucketParts,
    throttle: slowed,
  };
  const facts = factLane(given('facts'));
  const others: readonly Lane[] = [
    logLane({ ...given('log'), onLost: wake }),
    ...(parts.people === undefined ? [] : [userLane(given('users'), parts.people)]),
    lanesInOrder('catalogue', [
      ...(parts.models === undefined ? [] : [modelLane(given('models'), parts.models)]),
      ...(parts.receiveRecipe === null ? [] : [recipeLane(given('recipes'), parts.receiveRecipe)]),
    ]),
    ...pictureLanes(pictures, () => !factsDue),
  ];
  const lanes = [facts, ...others];

  /** Whether the ledger speaks of this service. */
  async function isNoted(): Promise<boolean> {
    const noted = await context.db.patiently(() => noteService(context.db, url));
    if (!noted.ok) events.onProblem(facts.name, noted.error);
    return noted.ok;
  }

  async function stepOf(lane: Lane) {
    const done = await lane.step();
    if (lane === facts) {
      const wereDue = factsDue;
      factsDue = done === 'worked';
      // Pictures that stood back may go.
      if (wereDue && !factsDue) wakeLanes();
    }
    return done;
  }

  async function loop(lane: Lane): Promise<void> {
    while (!stop.signal.aborted) {
      // Taken before the step: who is woken during it does not sleep after it.
      const { signal } = sleeping;
      const done = await stepOf(lane);
      if (done === 'worked') continue;
      events.onRest();
      const waitMs = done === 'failed' ? client.waitMs() || afterOwnFailureMs : idleMs;
      await timing.sleep(Math.min(waitMs, lane.dueInMs() ?? waitMs), signal);
    }
  }

  async function drainLane(lane: Lane): Promise<void> {
    while (!stop.signal.aborted) {
      const done = await lane.step();
      if (client.problem() !== null) stop.abort();
      if (done !== 'worked') return;
    }
  }

  function wakeLanes(): void {
    const before = sleeping;
    sleeping = new AbortController();
    before.abort();
  }

  function wake(): void {
    factsDue = true;
    wakeLanes();
  }

  return {
    client,
    lanes,
    async run() {
      while (!stop.signal.aborted && !(await isNoted())) await timing.sleep(afterOwnFailureMs, stop.signal);
      await Promise.all(lanes.map(loop));
    },
    wake,
    async drain() {
      if (!(await isNoted())) return;
      await drainLane(facts);
      factsDue = false;
      await Promise.all(others.map(drainLane));
    },
    stop() {
      stop.abort();
      wakeLanes();
    },
  };
}
