import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type EngineReply, type EngineRequest, engineReplySchema } from '../../engine/protocol.ts';
import type { Death } from './death.ts';
import { watchMemory } from './memory-watch.ts';

export interface EngineProcessOptions {
  /** Node's own binary; under Electron the one that is shipped beside the app. */
  readonly nodePath: string;
  readonly enginePath: string;
  readonly memoryBytes: number;
  readonly memoryPollMs: number;
  readonly onReply: (reply: EngineReply) => void;
  /** Called once, when the process is gone. */
  readonly onDeath: (death: Death) => void;
  /** One line of what the engine or a native library wrote. */
  readonly onLog: (line: string) => void;
}

export interface EngineProcess {
  readonly pid: number | null;
  send(request: EngineRequest): void;
  /** Ends it at once; `onDeath` gets `cause`. */
  kill(cause: Death): void;
  /** Resident memory as last seen, in bytes. */
  memory(): number;
}

/**
 * Pixels lie outside V8's heap and count towards its next full collection all the same. The heap itself is small: at V8's own pace
 * there is one after every 8 MB of pixels, in sum 2 ms of processor time for a board of 640² with a golden of its own. With five
 * times what is alive as the limit there is a tenth as many.
 */
const nodeFlags = ['--heap-growing-percent=400'];

/** Starts one engine process and watches its memory. A reply that is not in the protocol counts as a crash. */
export function startEngineProcess(options: EngineProcessOptions): EngineProcess {
  const child = spawn(options.nodePath, [...nodeFlags, options.enginePath], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    windowsHide: true,
  });
  let cause: Death | null = null;
  let bytes = 0;
  let lastLine = '';
  const kill = (why: Death): void => {
    cause ??= why;
    child.kill('SIGKILL');
  };
  const onBytes = (seen: number): void => {
    bytes = seen;
    if (seen <= options.memoryBytes) return;
    kill({ code: 'ENGINE_MEMORY', details: { bytes: seen, limit: options.memoryBytes } });
  };
  const stopWatch = child.pid === undefined ? () => undefined : watchMemory(child.pid, options.memoryPollMs, onBytes);

  child.on('message', (message) => {
    const reply = engineReplySchema.safeParse(message);
    if (!reply.success) {
      kill({ code: 'ENGINE_CRASHED', details: { reason: `a reply outside the protocol: ${reply.error.message}` } });
    } else if (cause !== null) {
      // Its end is decided; what was still in the pipe would be counted twice.
    } else if (reply.data.type === 'vitals') {
      onBytes(reply.data.rss);
    } else {
      options.onReply(reply.data);
    }
  });
  const listen = (stream: Readable | null): void => {
    if (!stream) return;
    createInterface({ input: stream }).on('line', (line) => {
      lastLine = line;
      options.onLog(line);
    });
  };
  listen(child.stdout);
  listen(child.stderr);

  let isOver = false;
  const over = (details: Death['details']): void => {
    if (isOver) return;
    isOver = true;
    stopWatch();
    options.onDeath(cause ?? { code: 'ENGINE_CRASHED', details: lastLine ? { ...details, lastLine } : details });
  };
  child.on('error', (failure) => over({ reason: failure.message }));
  // `close` and not `exit`: its last words are read by then.
  child.on('close', (status, signal) => over({ status, signal }));
  return {
    pid: child.pid ?? null,
    send: (request) => {
      // A process that died a moment ago is reported by its `close`.
      if (child.connected) child.send(request, () => undefined);
    },
    kill,
    memory: () => bytes,
  };
}
