import * as ort from 'onnxruntime-node';
import type { Provider } from '../../core/detection/provider.ts';
import { EngineFault } from '../fault.ts';
import type { ModelToLoad } from '../protocol.ts';
import { checkContract, planesOf, type TensorDescription } from './model-contract.ts';
import { proveSession } from './prove-session.ts';
import type { SessionPort } from './session-port.ts';

/** Tiles that one run takes at most. On a CPU a larger batch gains nothing and holds the first result back. */
const largestBatch: Record<Provider, number> = { cpu: 1, cuda: 16, tensorrt: 16, dml: 8, coreml: 4, webgpu: 4 };

/**
 * Makes a session from the model's bytes on one provider and proves it with one run on an empty tile, so that a
 * provider that only fails when it works is found here.
 * @throws EngineFault MODEL_SHAPE, MODEL_RUN_FAILED where its answer is no numbers; Error with the runtime's text for anything else.
 */
export async function openOnnxSession(
  bytes: Uint8Array,
  model: ModelToLoad,
  provider: Provider,
  threads: number,
): Promise<SessionPort> {
  const session = await ort.InferenceSession.create(bytes, {
    executionProviders: [provider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    // Planned ahead, every intermediate result gets a place of its own, each of them cold in the cache: 6 % more time a tile
    // with the int8 network. DirectML refuses such a plan.
    enableMemPattern: false,
    logSeverityLevel: 3,
    // Threads that spin between two tiles take the core that decodes the next board.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  try {
    const inputs = describeTensors(session.inputMetadata);
    const outputs = describeTensors(session.outputMetadata);
    const { freeBatch } = checkContract(model, inputs, outputs);
    const port = wrap(session, model, provider, freeBatch, outputs);
    await proveSession(port.run, model);
    return port;
  } catch (cause) {
    await session.release();
    throw cause;
  }
}

function wrap(
  session: ort.InferenceSession,
  model: ModelToLoad,
  provider: Provider,
  freeBatch: boolean,
  outputs: readonly TensorDescription[],
): SessionPort {
  const { width, height, channels, dtype } = model.input;
  const tail = outputs.find((output) => output.name === model.output.name)?.shape.slice(1) ?? [];
  const isFixed = tail.every((size) => typeof size === 'number');
  const perTile = isFixed ? tail.reduce<number>((product, size) => product * Number(size), 1) : 0;
  // The runtime fills the same output tensor run after run; one per batch size, because a tensor's shape is fixed.
  const outputOf = new Map<number, ort.TypedTensor<'float32'>>();
  let floats = new Float32Array(0);
  const reusable = (count: number): ort.TypedTensor<'float32'> => {
    const made =
      outputOf.get(count) ??
      new ort.Tensor('float32', new Float32Array(count * perTile), [count, ...tail.map((size) => Number(size))]);
    outputOf.set(count, made);
    return made;
  };
  const toInput = (planes: Uint8Array, dims: number[]): ort.Tensor => {
    if (dtype === 'uint8') return new ort.Tensor('uint8', planes, dims);
    if (floats.length < planes.length) floats = new Float32Array(planes.length);
    for (let i = 0; i < planes.length; i += 1) floats[i] = (planes[i] ?? 0) / 255;
    return new ort.Tensor('float32', floats.subarray(0, planes.length), dims);
  };
  return {
    provider,
    maxBatch: freeBatch ? largestBatch[provider] : 1,
    async run(planes, count) {
      const feeds = { [model.input.name]: toInput(planes, [count, planesOf[channels], height, width]) };
      const fetches = isFixed ? { [model.output.name]: reusable(count) } : [model.output.name];
      const results = await session.run(feeds, fetches as ort.InferenceSession.FetchesType);
      const output = results[model.output.name];
      if (!(output?.data instanceof Float32Array)) {
        throw new EngineFault('MODEL_SHAPE', `${model.name} answered with ${output?.type ?? 'nothing'}, not float32.`);
      }
      return { data: output.data, dims: output.dims };
    },
    release: () => session.release(),
  };
}

function describeTensors(metadata: readonly ort.InferenceSession.ValueMetadata[]): TensorDescription[] {
  return metadata.map((value) =>
    value.isTensor
      ? { name: value.name, type: value.type, shape: value.shape }
      : { name: value.name, type: 'not a tensor', shape: [] },
  );
}
