/**
 * An engine whose behaviour the job's image path commands, for tests of the supervisor:
 * `crash` ends the process, `crash-once:FILE` does so unless FILE exists (and makes it), `hang` never answers,
 * `garbage` answers outside the protocol; anything else is inspected and its path's length comes back as the width.
 * The model's name commands loading: `crash`, `hang`, `refuse`.
 */
import { existsSync, writeFileSync } from 'node:fs';
import type { EngineReply, EngineRequest } from '../../../engine/protocol.ts';

const send = (reply: EngineReply): void => {
  process.send?.(reply);
};
process.on('disconnect', () => process.exit(0));

process.on('message', (request: EngineRequest) => {
  if (request.type === 'shutdown') process.exit(0);
  const { id } = request;
  if (request.type === 'load_model') load(id, request.model.name);
  if (request.type === 'inspect') inspect(id, request.job.imagePath);
});

function load(id: string, name: string): void {
  if (name === 'crash') process.exit(9);
  if (name === 'hang') return;
  if (name === 'refuse') {
    send({ type: 'failed', id, error: { code: 'MODEL_CORRUPT', message: 'refused' } });
    return;
  }
  send({ type: 'model_loaded', id, result: { provider: 'cpu', refused: [], loadMs: 1 } });
}

function inspect(id: string, path: string): void {
  if (path === 'hang') return;
  if (path === 'garbage') {
    process.send?.({ type: 'inspected', id, result: 'not a result' });
    return;
  }
  if (path === 'crash') {
    process.stderr.write('about to crash\n', () => process.exit(7));
    return;
  }
  if (path.startsWith('crash-once:')) {
    const mark = path.slice('crash-once:'.length);
    if (!existsSync(mark)) {
      writeFileSync(mark, '');
      process.exit(7);
    }
  }
  // Later than the requests that are in the pipe by now, so that boards are really beside each other.
  setImmediate(() =>
    send({
      type: 'inspected',
      id,
      result: {
        width: path.length,
        height: 1,
        registration: null,
        usedGolden: false,
        golden: null,
        registrationPoor: false,
        unexplained: [],
        detections: [],
        provider: 'cpu',
        timings: { decode: 0, register: 0, infer: 0, merge: 0, total: 0 },
      },
    }),
  );
}

send({ type: 'ready', pid: process.pid, onnxruntime: 'none' });
