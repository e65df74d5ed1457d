import * as ort from 'onnxruntime-node';
import type { Detection } from '../../core/detection/box.ts';
import { backByDifference } from '../compare/back-by-difference.ts';
import { EngineFault } from '../fault.ts';
import type { ModelToLoad } from '../protocol.ts';
import { tileDecoders } from './decode-output.ts';
import type { Inference } from './inference.ts';
import { checkOutput, planesOf } from './model-contract.ts';
import { readModelBytes } from './model-file.ts';
import { openOnnxSession } from './onnx-session.ts';
import { openOnFirstProvider } from './open-model.ts';
import { createTileRunner, type TileRunner } from './tile-runner.ts';
import { openTritonSession } from './triton-session.ts';

/**
 * @param note Told what an operator may want to know, such as a GPU that ran out of memory.
 * @param triton Address of the Triton server that runs the model instead of this process; null: none.
 */
export function createInference(note: (text: string) => void, triton: string | null = null): Inference {
  let loaded: { readonly model: ModelToLoad; readonly runner: TileRunner } | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  /** One at a time, in order: a session must not be used twice at once. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work);
    turn = result.catch(() => undefined);
    return result;
  };

  return {
    hello: async () => ({ onnxruntime: ort.env.versions.node ?? 'unknown' }),

    load: ({ model, providers, threads }) =>
      inTurn(async () => {
        if (loaded) throw new Error('a second model was sent to an engine process that has one');
        const started = performance.now();
        const bytes = await readModelBytes(model);
        const builtIn = ort.listSupportedBackends().map(({ name }) => name);
        const { session, refused } =
          triton === null
            ? await openOnFirstProvider(model, providers, {
                builtIn,
                open: (provider) => openOnnxSession(bytes, model, provider, threads),
              })
            : { session: await openTritonSession(triton, model), refused: [] };
        const runner = createTileRunner(session, () => openOnnxSession(bytes, model, 'cpu', threads), note);
        loaded = { model, runner };
        const loadMs = performance.now() - started;
        return { provider: session.provider, refused: [...refused], loadMs, batch: session.maxBatch };
      }),

    run: ({ planes, count, withGolden, floor }) =>
      inTurn(async () => {
        if (!loaded) throw new EngineFault('MODEL_RUN_FAILED', 'No model is loaded.');
        const { model, runner } = loaded;
        const started = performance.now();
        const { width, height, channels } = model.input;
        const decode = tileDecoders[model.output.decoder];
        const settings = { classCount: model.classCount, floor, width, height };
        const plane = width * height;
        const backed = (found: Detection[], tile: number): Detection[] => {
          if (!withGolden || channels !== 'pair') return found;
          const board = planes.subarray(2 * tile * plane, (2 * tile + 1) * plane);
          const golden = planes.subarray((2 * tile + 1) * plane, (2 * tile + 2) * plane);
          return backByDifference(found, { board, golden, width, height }).filter((f) => f.confidence >= floor);
        };
        const detections: Detection[][] = [];
        const full: number[] = [];
        await runner.run(planes, count, planesOf[channels] * plane, (output, first, tiles) => {
          // Each run: a free dimension may turn out otherwise, and tiles without an answer would be clean ones.
          checkOutput(model, output.dims, tiles);
          for (let tile = 0; tile < tiles; tile += 1) {
            const { found, isFull } = decode(output, tile, settings);
            if (isFull) full.push(first + tile);
            detections.push(backed(found, first + tile));
          }
        });
        return { detections, full, provider: runner.provider(), ms: performance.now() - started };
      }),
  };
}
