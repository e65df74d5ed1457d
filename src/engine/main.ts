/**
 * The engine's entry: a plain Node process with an IPC channel to the station, its only user. This thread talks and
 * orchestrates; pixels are handled on one worker thread and the model on others, because each blocks its thread.
 * No thread is ever terminated: whoever wants the engine gone ends the process.
 */
import { Worker } from 'node:worker_threads';
import type { Inference } from './infer/inference.ts';
import { createLanes } from './infer/lanes.ts';
import { createEngine } from './pipeline/engine.ts';
import { createCaller } from './pipeline/thread-call.ts';
import type { Vision } from './pipeline/vision.ts';
import type { EngineReply, EngineRequest } from './protocol.ts';

// ONNX Runtime's builds for Linux and macOS else report to their maker and keep a device id in the home folder. To be set
// on this thread, whose environment is the process's, before a worker loads it.
process.env.ORT_DISABLE_TELEMETRY = '1';

/** Ends at once, without the clean-up of native libraries that aborts while a run is under way. */
const end = (): void => {
  process.kill(process.pid, 'SIGKILL');
};

/** A thread whose error ends the process; the station sees it as a crash and goes on with a new one. */
function watched(worker: Worker): Worker {
  worker.on('error', (cause) => {
    process.stderr.write(`${cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)}\n`, end);
  });
  return worker;
}

const send = (reply: EngineReply): void => {
  process.send?.(reply);
};

// Ctrl-C and a closing terminal reach the whole process group; when to stop is the station's decision. A station that
// is gone takes its channel with it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);
process.on('disconnect', end);

const callVision = createCaller<Vision>(watched(new Worker(new URL('./pipeline/vision-worker.ts', import.meta.url))));
const startInference = (): Inference => {
  const call = createCaller<Inference>(watched(new Worker(new URL('./infer/inference-worker.ts', import.meta.url))));
  return {
    hello: (nothing) => call('hello', nothing),
    load: (order) => call('load', order),
    run: (tiles) => call('run', tiles),
  };
};
const inference = startInference();

const handle = createEngine({
  vision: {
    open: (board) => callVision('open', board),
    prepareTop: (order) => callVision('prepareTop', order),
    prepare: (order) => callVision('prepare', order),
    pack: (order) => callVision('pack', order),
    close: (order) => callVision('close', order),
    render: (job) => callVision('render', job),
  },
  inference: createLanes(inference, startInference),
  now: () => performance.now(),
  send,
});

process.on('message', (request: EngineRequest) => {
  if (request.type === 'shutdown') end();
  else void handle(request);
});

if (process.platform !== 'linux') {
  // On Linux the station reads this from outside.
  setInterval(() => send({ type: 'vitals', rss: process.memoryUsage.rss() }), 1000).unref();
}

const { onnxruntime } = await inference.hello(null);
send({ type: 'ready', pid: process.pid, onnxruntime });
