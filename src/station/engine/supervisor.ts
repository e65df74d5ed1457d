import type { Provider } from '../../core/detection/provider.ts';
import { type AppError, assertNever, fail, ok, type Result } from '../../core/kernel/result.ts';
import type { EngineReply, ModelLoaded, ModelToLoad } from '../../engine/protocol.ts';
import { boardFailure, type Death, loadFailure, startFailure, stopped } from './death.ts';
import { type EngineProcess, startEngineProcess } from './engine-process.ts';
import type { EngineLimits } from './limits.ts';
import { createDesk, type Work } from './work.ts';

interface Load {
  readonly kind: 'load';
  readonly id: string;
  readonly model: ModelToLoad;
  readonly providers: readonly Provider[];
  readonly settle: (result: Result<ModelLoaded, AppError>) => void;
  /** Engines that died with it. */
  attempts: number;
}

export interface SupervisorOptions {
  readonly nodePath: string;
  readonly enginePath: string;
  readonly limits: EngineLimits;
  readonly onLog: (line: string) => void;
}

/**
 * `down`: no process, none needed. `starting`: not ready yet. `loading`: the model is being loaded. `up`: takes work.
 * `waiting`: the next start comes after a pause. `ending`: told to go, so that a fresh one can take its place.
 */
type Phase = 'down' | 'starting' | 'loading' | 'up' | 'waiting' | 'ending' | 'closed';

export interface EngineStatus {
  readonly phase: Phase;
  readonly pid: number | null;
  readonly loaded: ModelLoaded | null;
  /** Processes that ended unexpectedly since the client was made. */
  readonly deaths: number;
  readonly lastDeath: Death | null;
  /** Pieces of work with the engine, and those that wait. */
  readonly inFlight: number;
  readonly waiting: number;
  /** Resident memory of the process in bytes, as last seen. */
  readonly memoryBytes: number;
}

export interface Supervisor {
  add(item: Work | Load): void;
  status(): EngineStatus;
  close(): Promise<void>;
}

/**
 * Keeps one engine process at work.
 *
 * When it dies, every board that it had is a suspect and is tried again alone, in a new process with the model loaded
 * again: the guilty one dies again and fails, the others come through. Boards that wait are not touched.
 */
export function createSupervisor({ nodePath, enginePath, limits, onLog }: SupervisorOptions): Supervisor {
  const queue: (Work | Load)[] = [];
  const suspects: Work[] = [];
  let phase: Phase = 'down';
  let engine: EngineProcess | null = null;
  /** The model that every new process gets first. */
  let wanted: Load | null = null;
  let loaded: ModelLoaded | null = null;
  /** Why there is no model; boards get it as their own error. */
  let modelError: AppError | null = null;
  let isAlone = false;
  let timer: NodeJS.Timeout | undefined;
  let failedStarts = 0;
  let deaths = 0;
  let lastDeath: Death | null = null;
  let onGone: () => void = () => undefined;

  const desk = createDesk({
    baseMs: limits.boardMs,
    msPerMegapixel: limits.boardMsPerMegapixel,
    now: () => performance.now(),
    onOverdue: (work, limitMs) =>
      engine?.kill({ code: 'ENGINE_TIMEOUT', details: { limitMs, work: work.request.type } }),
  });

  const enter = (next: Phase, then?: { readonly afterMs: number; readonly run: () => void }): void => {
    phase = next;
    clearTimeout(timer);
    timer = then && setTimeout(then.run, then.afterMs);
  };
  const tooLate = (limitMs: number, work: string) => ({
    afterMs: limitMs,
    run: () => engine?.kill({ code: 'ENGINE_TIMEOUT', details: { limitMs, work } }),
  });
  const start = (): void => {
    enter('starting', tooLate(limits.startMs, 'start'));
    engine = startEngineProcess({ nodePath, enginePath, ...limits, onReply, onDeath, onLog });
  };
  const load = ({ id, model, providers }: Load): void => {
    enter('loading', tooLate(limits.loadMs, 'load_model'));
    engine?.send({ type: 'load_model', id, model, providers, threads: limits.threads });
  };
  const takeUp = (next: Load): void => {
    const isUsed = loaded !== null;
    wanted = next;
    modelError = null;
    if (isUsed) {
      // Loading a second model into one process leaks; a fresh process does not.
      enter('ending');
      engine?.kill({ code: 'ENGINE_CRASHED', details: { reason: 'another model' } });
    } else {
      load(next);
    }
  };
  const dispatch = (work: Work): void => {
    if (modelError && work.request.type === 'inspect') {
      work.settle(fail(modelError));
      return;
    }
    work.attempts += 1;
    desk.put(work);
    engine?.send(work.request);
  };

  /** Gives the engine what it can take now; called whenever something has changed. */
  const pump = (): void => {
    if (phase === 'down' && queue.length + suspects.length > 0) start();
    while (phase === 'up' && desk.size < limits.boardsInFlight) {
      if (desk.size === 0) isAlone = suspects.length > 0;
      else if (isAlone || suspects.length > 0) return;
      const next = suspects.shift() ?? queue[0];
      if (!next || (next.kind === 'load' && desk.size > 0)) return;
      if (next === queue[0]) queue.shift();
      if (next.kind === 'load') takeUp(next);
      else dispatch(next);
    }
  };

  const onReply = (reply: EngineReply): void => {
    switch (reply.type) {
      case 'ready':
        failedStarts = 0;
        if (wanted) load(wanted);
        else enter('up');
        break;
      case 'model_loaded':
        loaded = reply.result;
        wanted?.settle(ok(reply.result));
        enter('up');
        break;
      case 'failed':
        if (phase === 'loading' && reply.id === wanted?.id) dropModel(reply.error as AppError);
        else desk.take(reply.id)?.settle(fail(reply.error as AppError));
        break;
      case 'inspected':
      case 'rendered':
        desk.take(reply.id)?.settle(ok(reply));
        break;
      case 'started':
        desk.grow(reply.id, (reply.width * reply.height) / 1e6);
        return;
      case 'progress':
        desk.find(reply.id)?.onProgress(reply);
        return;
      case 'vitals':
        return;
      default:
        assertNever(reply);
    }
    pump();
  };

  const dropModel = (error: AppError): void => {
    wanted?.settle(fail(error));
    wanted = null;
    modelError = error;
    if (phase === 'loading') enter('up');
  };

  const onDeath = (death: Death): void => {
    const before = phase;
    engine = null;
    loaded = null;
    enter(before === 'closed' ? 'closed' : 'down');
    if (before === 'closed') {
      onGone();
    } else if (before === 'ending') {
      start();
    } else {
      deaths += 1;
      lastDeath = death;
      onLog(`the engine ended while ${before}: ${JSON.stringify(death)}`);
      if (before === 'starting') startAgain(death);
      else if (before === 'loading') loadAgain(death);
      else workAgain(death);
    }
  };

  const workAgain = (death: Death): void => {
    for (const work of desk.clear()) {
      if (work.attempts > limits.retries) work.settle(fail(boardFailure(death, work.attempts)));
      else suspects.push(work);
    }
    pump();
  };
  const loadAgain = (death: Death): void => {
    if (wanted) wanted.attempts += 1;
    if (wanted && wanted.attempts <= limits.retries) {
      start();
    } else {
      dropModel(loadFailure(death));
      pump();
    }
  };
  const startAgain = (death: Death): void => {
    failedStarts += 1;
    if (failedStarts < limits.maxFailedStarts) {
      enter('waiting', { afterMs: limits.backoffMs * 2 ** (failedStarts - 1), run: start });
      return;
    }
    const error = startFailure(death, failedStarts);
    failedStarts = 0;
    wanted?.settle(fail(error));
    abandon(error);
  };
  const abandon = (error: AppError): void => {
    for (const item of [...desk.clear(), ...suspects.splice(0), ...queue.splice(0)]) item.settle(fail(error));
  };

  /** A person waits for a picture and it needs no model: it goes before all boards that wait. */
  const placeOf = (item: Work | Load): number => {
    if (item.kind === 'load' || item.request.type !== 'render') return queue.length;
    const at = queue.findIndex((waiting) => waiting.kind === 'load' || waiting.request.type !== 'render');
    return at < 0 ? queue.length : at;
  };

  return {
    add(item) {
      if (phase === 'closed') {
        item.settle(fail(stopped));
      } else {
        queue.splice(placeOf(item), 0, item);
        pump();
      }
    },
    status: () => ({
      phase,
      pid: engine?.pid ?? null,
      loaded,
      deaths,
      lastDeath,
      inFlight: desk.size,
      waiting: queue.length + suspects.length,
      memoryBytes: engine?.memory() ?? 0,
    }),
    async close() {
      enter('closed');
      wanted?.settle(fail(stopped));
      abandon(stopped);
      const running = engine;
      if (!running) return;
      const gone = new Promise<void>((resolve) => {
        onGone = resolve;
      });
      running.kill({ code: 'ENGINE_CRASHED', details: { reason: 'closed' } });
      await gone;
    },
  };
}
