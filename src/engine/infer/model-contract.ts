import { EngineFault } from '../fault.ts';
import type { ModelToLoad, OutputDecoder } from '../protocol.ts';

/** One input or output as the runtime describes it; a string in `shape` is a free dimension. */
export interface TensorDescription {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly (number | string)[];
}

export const planesOf = { pair: 2, single: 1, rgb: 3 } as const;

/** Shape that each decoder reads; null is any size. C is the number of classes. */
const outputShapes: Record<OutputDecoder, (classes: number) => readonly (number | null)[]> = {
  detections_nk6: () => [null, null, 6],
  yolov8: (classes) => [null, 4 + classes, null],
  end_to_end: () => [null, null, 6],
  anomaly_map: () => [null, 1, null, null],
};

/**
 * Compares what the file declares with what model.json promises.
 * @returns Whether the batch dimension is free.
 * @throws EngineFault MODEL_SHAPE naming the first difference.
 */
export function checkContract(
  model: ModelToLoad,
  inputs: readonly TensorDescription[],
  outputs: readonly TensorDescription[],
): { readonly freeBatch: boolean } {
  const input = inputs.find((candidate) => candidate.name === model.input.name);
  if (!input) throw shapeFault(model, `input "${model.input.name}"`, names(inputs));
  if (inputs.length > 1) throw shapeFault(model, 'one input', names(inputs));
  const wanted = [null, planesOf[model.input.channels], model.input.height, model.input.width];
  if (input.type !== model.input.dtype || !fits(input.shape, wanted)) {
    throw shapeFault(model, `${model.input.dtype} ${show(wanted)}`, `${input.type} ${show(input.shape)}`);
  }
  const output = outputs.find((candidate) => candidate.name === model.output.name);
  if (!output) throw shapeFault(model, `output "${model.output.name}"`, names(outputs));
  const promised = outputShapes[model.output.decoder](model.classCount);
  if (output.type !== 'float32' || !fits(output.shape, promised)) {
    throw shapeFault(model, `float32 ${show(promised)}`, `${output.type} ${show(output.shape)}`);
  }
  return { freeBatch: typeof input.shape[0] === 'string' };
}

/**
 * Compares what a run really returned with the decoder, because a declared shape may have free dimensions.
 * @throws EngineFault MODEL_SHAPE.
 */
export function checkOutput(model: ModelToLoad, dims: readonly number[], count: number): void {
  const promised = [count, ...outputShapes[model.output.decoder](model.classCount).slice(1)];
  if (!fits(dims, promised)) throw shapeFault(model, `output ${show(promised)}`, show(dims));
}

/** A free dimension of the file fits any promise; it is checked again on what the first run returns. */
function fits(shape: readonly (number | string)[], promised: readonly (number | null)[]): boolean {
  return (
    shape.length === promised.length &&
    promised.every((size, axis) => size === null || typeof shape[axis] === 'string' || shape[axis] === size)
  );
}

const names = (tensors: readonly TensorDescription[]): string => tensors.map((tensor) => tensor.name).join(', ');
const show = (shape: readonly (number | string | null)[]): string => `[${shape.map((size) => size ?? '?').join(', ')}]`;

function shapeFault(model: ModelToLoad, promised: string, found: string): EngineFault {
  return new EngineFault(
    'MODEL_SHAPE',
    `${model.name} ${model.version} is not what its model.json says: ${promised} is promised, the file has ${found}.`,
    { promised, found },
  );
}
