import type { Provider } from '../../core/detection/provider.ts';
import type { AppError, Result } from '../../core/kernel/result.ts';
import type { EngineBoardResult, InspectJob, ModelLoaded, ModelToLoad, RenderJob } from '../../engine/protocol.ts';
import type { EngineLimits } from './limits.ts';
import { createSupervisor, type EngineStatus } from './supervisor.ts';
import type { Progress } from './work.ts';

export interface EngineClientOptions {
  /** Node's own binary; under Electron the one that is shipped beside the app. Default: the binary that runs this. */
  readonly nodePath?: string;
  readonly enginePath: string;
  readonly limits: EngineLimits;
  /** One line of what the engine or a native library wrote, or of what the supervisor did. Nothing goes to stdout or stderr. */
  readonly onLog: (line: string) => void;
}

/**
 * The station's way to the engine. Every promise resolves, with the engine's own coded error or with ENGINE_TIMEOUT,
 * ENGINE_MEMORY, ENGINE_CRASHED, ENGINE_START_FAILED or ENGINE_STOPPED. The process starts with the first call.
 */
export interface EngineClient {
  /**
   * Loads a model on the first provider of the list that works. Boards asked for before still run with the model before,
   * boards asked for after wait for this one.
   */
  loadModel(model: ModelToLoad, providers: readonly Provider[]): Promise<Result<ModelLoaded, AppError>>;
  /** @param onProgress For a large board: what its tiles have shown so far, not merged. A board that is tried again starts again. */
  inspect(job: InspectJob, onProgress?: (progress: Progress) => void): Promise<Result<EngineBoardResult, AppError>>;
  render(job: RenderJob): Promise<Result<void, AppError>>;
  status(): EngineStatus;
  /** Ends the process; what is not done fails with ENGINE_STOPPED. */
  close(): Promise<void>;
}

export function createEngineClient({
  nodePath = process.execPath,
  enginePath,
  limits,
  onLog,
}: EngineClientOptions): EngineClient {
  const supervisor = createSupervisor({ nodePath, enginePath, limits, onLog });
  let lastId = 0;
  const nextId = (): string => {
    lastId += 1;
    return String(lastId);
  };
  return {
    loadModel: (model, providers) =>
      new Promise((settle) => supervisor.add({ kind: 'load', id: nextId(), model, providers, settle, attempts: 0 })),
    inspect: (job, onProgress = () => undefined) =>
      new Promise((resolve) =>
        supervisor.add({
          kind: 'work',
          request: { type: 'inspect', id: nextId(), job },
          onProgress,
          settle: (result) => {
            if (!result.ok) resolve(result);
            else if (result.value.type === 'inspected') resolve({ ok: true, value: result.value.result });
          },
          attempts: 0,
        }),
      ),
    render: (job) =>
      new Promise((resolve) =>
        supervisor.add({
          kind: 'work',
          request: { type: 'render', id: nextId(), job },
          onProgress: () => undefined,
          settle: (result) => resolve(result.ok ? { ok: true, value: undefined } : result),
          attempts: 0,
        }),
      ),
    status: supervisor.status,
    close: supervisor.close,
  };
}
