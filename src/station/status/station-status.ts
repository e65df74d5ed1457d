/** The status bar's facts, gathered from the services at the moment of asking. */
import type { Provider } from '../../core/detection/provider.ts';
import { assertNever, ok } from '../../core/kernel/result.ts';
import { type LogSummary, logSummary } from '../audit/chain-state.ts';
import type { LogVerification } from '../audit/log-verification.ts';
import type { StationContext } from '../context.ts';
import type { EngineStatus } from '../engine/supervisor.ts';
import type { ImportJobs } from '../imports/import-jobs.ts';
import type { ModelLine } from '../imports/model-line.ts';
import type { BoardReport } from '../inspections/board-request.ts';
import type { Synchroniser, SyncState } from '../sync/synchroniser.ts';
import { outboxDepth } from './outbox-depth.ts';
import type { Problem, Problems } from './problems.ts';

export interface StationStatus {
  readonly station: string;
  readonly person: string;
  readonly dataDir: string;
  /** Null until the first board needs it. */
  readonly model: { readonly name: string; readonly version: string } | null;
  readonly provider: Provider | null;
  /** Better providers that could not be used, with the reason each. */
  readonly refused: readonly { readonly provider: Provider; readonly reason: string }[];
  readonly engine: 'idle' | 'starting' | 'ready' | 'failed';
  readonly running: number;
  readonly waiting: number;
  readonly msPerBoard: number | null;
  readonly sync: {
    readonly state: SyncState['state'];
    readonly queued: number;
    /** Items that wait for a person. */
    readonly setAside: number;
    /** Since when the service does not answer as it should; null where it does, or nothing is asked. UTC. */
    readonly heldUpSince: string | null;
    /** Code of what holds it up. */
    readonly problem: string | null;
  };
  readonly audit: LogSummary;
  readonly problems: readonly Problem[];
}

export interface StatusSources {
  readonly dataDir: string;
  readonly context: StationContext;
  readonly engine: { status(): EngineStatus };
  readonly line: Pick<ModelLine, 'state'>;
  readonly jobs: Pick<ImportJobs, 'load'>;
  readonly pace: BoardPace;
  readonly problems: Problems;
  readonly sync: Pick<Synchroniser, 'state' | 'settled'>;
  readonly verification: Pick<LogVerification, 'foundDamage'>;
}

/** A function that reads the status. Where the database cannot be read it says the last numbers, and the problem. */
export function statusReader({
  dataDir,
  context,
  engine,
  line,
  jobs,
  pace,
  problems,
  sync,
  verification,
}: StatusSources): () => StationStatus {
  const depth = outboxDepth(context.db, () => sync.settled());
  let lastQueued = 0;
  let lastAudit: LogSummary = { size: 0, state: 'unsigned', signedSize: 0, notWitnessed: 0 };
  return () => {
    const sending = sync.state();
    const isOff = sending.state === 'off' || sending.state === 'paused';
    const queued = isOff ? depth() : ok(sending.counts.pending);
    const audit = logSummary(context.db, context.signer);
    if (queued.ok) lastQueued = queued.value;
    if (audit.ok) lastAudit = audit.value;
    else if (audit.error.code === 'DB_CORRUPT') lastAudit = { ...lastAudit, state: 'damaged' };
    if (verification.foundDamage() && lastAudit.state !== 'rolled_back') lastAudit = { ...lastAudit, state: 'damaged' };
    for (const read of [queued, audit]) if (!read.ok) problems.noticed(read.error);
    const { model, error } = line.state();
    const { phase, loaded } = engine.status();
    return {
      station: context.station,
      // While nobody is signed in the station itself acts.
      person: ['open', 'signed_in'].includes(context.access.kind) ? context.actor.name : '',
      dataDir,
      model: model && { name: model.name, version: model.version },
      provider: loaded?.provider ?? null,
      refused: loaded?.refused ?? [],
      engine: error === null ? engineWord(phase) : 'failed',
      ...jobs.load(),
      msPerBoard: pace.mean(),
      sync: {
        state: sending.state,
        queued: lastQueued,
        setAside: sending.counts.setAside,
        heldUpSince: sending.contact.heldUpSince,
        problem: sending.problem?.code ?? null,
      },
      audit: lastAudit,
      problems: problems.list(),
    };
  };
}

function engineWord(phase: EngineStatus['phase']): 'idle' | 'starting' | 'ready' {
  switch (phase) {
    case 'down':
    case 'closed':
      return 'idle';
    case 'up':
      return 'ready';
    case 'starting':
    case 'loading':
    case 'waiting':
    case 'ending':
      return 'starting';
    default:
      return assertNever(phase);
  }
}

/** Milliseconds that the last boards took: the work of each, without what it waited for others. */
export interface BoardPace {
  add(report: BoardReport): void;
  /** Null before the first board. */
  mean(): number | null;
}

const rememberedBoards = 20;

export function boardPace(): BoardPace {
  const last: number[] = [];
  return {
    add({ timings: { decode, register, infer, merge } }) {
      last.push(decode + register + infer + merge);
      if (last.length > rememberedBoards) last.shift();
    },
    mean: () => (last.length === 0 ? null : Math.round(last.reduce((sum, ms) => sum + ms, 0) / last.length)),
  };
}
