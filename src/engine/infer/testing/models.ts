import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelToLoad } from '../../protocol.ts';
import { elementTypes, encodeModel, externalTensor, node, port, tensor } from './onnx-encoder.ts';

/** Side of the small models' input in pixels. */
export const testTile = 64;

const pairInput = port('pair', 'uint8', ['N', 2, testTile, testTile]);
const toFloat = node('Cast', ['pair'], ['floats'], [{ name: 'to', value: elementTypes.float32 }]);

/**
 * A perfect detector for boards that are drawn: an anomaly map of |board − golden| ÷ 255, so that every pixel that
 * differs from the golden is a defect with the difference as its confidence.
 */
export const differenceModel = (): Uint8Array =>
  encodeModel({
    nodes: [
      toFloat,
      node('Split', ['floats'], ['board', 'golden'], [{ name: 'axis', value: 1 }]),
      node('Sub', ['board', 'golden'], ['signed']),
      node('Abs', ['signed'], ['difference']),
      node('Div', ['difference', 'white'], ['map']),
    ],
    tensors: [tensor('white', 'float32', [1], [255])],
    inputs: [pairInput],
    outputs: [port('map', 'float32', ['N', 1, testTile, testTile])],
  });

/** As `differenceModel`, but divides by the board's own brightness: 0 ÷ 0 on an empty tile, as a network that overflows. */
export const overflowingModel = (): Uint8Array =>
  encodeModel({
    nodes: [
      toFloat,
      node('Split', ['floats'], ['board', 'golden'], [{ name: 'axis', value: 1 }]),
      node('Sub', ['board', 'golden'], ['difference']),
      node('Div', ['difference', 'board'], ['map']),
    ],
    tensors: [],
    inputs: [pairInput],
    outputs: [port('map', 'float32', ['N', 1, testTile, testTile])],
  });

/** Declares three free dimensions, which may be `[N, K, 6]`, and returns `[1, 2048, 4]`: only a run shows it. */
export const lyingModel = (): Uint8Array =>
  encodeModel({
    nodes: [toFloat, node('Reshape', ['floats', 'shape'], ['map'])],
    tensors: [tensor('shape', 'int64', [3], [1, -1, 4])],
    inputs: [pairInput],
    outputs: [port('map', 'float32', ['a', 'b', 'c'])],
  });

/** Asks for 24 GB as soon as it runs: ones of a shape that the input's own size yields, so that nothing is folded at load. */
export const hungryModel = (): Uint8Array =>
  encodeModel({
    nodes: [
      toFloat,
      node(
        'ReduceMax',
        ['floats'],
        ['most'],
        [
          { name: 'axes', value: [1, 2, 3] },
          { name: 'keepdims', value: 1 },
        ],
      ),
      node('Expand', ['most', 'huge'], ['map']),
    ],
    tensors: [tensor('huge', 'int64', [4], [1, 1, 77_460, 77_460])],
    inputs: [pairInput],
    outputs: [port('map', 'float32', ['N', 1, 'H', 'W'])],
  });

/**
 * As `differenceModel`, but a run with a tile that differs from its golden by more than 127 needs `side`² floats for each of its
 * tiles, and one without needs nothing: memory runs out in the middle of the work, not when the model is loaded.
 */
export const wideningModel = (side: number): Uint8Array => {
  const max = (input: string, output: string, axes: number[]) =>
    node(
      'ReduceMax',
      [input],
      [output],
      [
        { name: 'axes', value: axes },
        { name: 'keepdims', value: 1 },
      ],
    );
  return encodeModel({
    nodes: [
      toFloat,
      node('Split', ['floats'], ['board', 'golden'], [{ name: 'axis', value: 1 }]),
      node('Sub', ['board', 'golden'], ['signed']),
      node('Abs', ['signed'], ['difference']),
      node('Div', ['difference', 'white'], ['share']),
      max('share', 'each', [1, 2, 3]),
      max('share', 'most', [0, 1, 2, 3]),
      node('Reshape', ['most', 'one'], ['scalar']),
      node('Add', ['scalar', 'scalar'], ['twice']),
      node('Floor', ['twice'], ['flawed']),
      node('Mul', ['flawed', 'side'], ['wanted']),
      node('Max', ['wanted', 'least'], ['length']),
      node('Cast', ['length'], ['whole'], [{ name: 'to', value: elementTypes.int64 }]),
      node('Concat', ['one', 'one', 'whole', 'whole'], ['shape'], [{ name: 'axis', value: 0 }]),
      node('Expand', ['each', 'shape'], ['wide']),
      max('wide', 'narrow', [1, 2, 3]),
      node('Sub', ['narrow', 'each'], ['nothing']),
      node('Add', ['share', 'nothing'], ['map']),
    ],
    tensors: [
      tensor('white', 'float32', [1], [255]),
      tensor('side', 'float32', [1], [side]),
      tensor('least', 'float32', [1], [1]),
      tensor('one', 'int64', [1], [1]),
    ],
    inputs: [pairInput],
    outputs: [port('map', 'float32', ['N', 1, testTile, testTile])],
  });
};

/** Keeps its weights in a file beside it. */
export const externalDataModel = (location: string): Uint8Array =>
  encodeModel({
    nodes: [toFloat, node('Mul', ['floats', 'weights'], ['map'])],
    tensors: [externalTensor('weights', [1], location)],
    inputs: [pairInput],
    outputs: [port('map', 'float32', ['N', 2, testTile, testTile])],
  });

/** Writes a model to `folder` and describes it as model.json would, for the anomaly-map decoder. */
export async function writeModel(
  folder: string,
  bytes: Uint8Array,
  changes: Partial<ModelToLoad> = {},
): Promise<ModelToLoad> {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const path = join(folder, `${sha256.slice(0, 16)}.onnx`);
  await writeFile(path, bytes);
  return {
    name: 'made',
    version: '1',
    path,
    sha256,
    input: { name: 'pair', dtype: 'uint8', width: testTile, height: testTile, channels: 'pair' },
    output: { name: 'map', decoder: 'anomaly_map' },
    classCount: 1,
    ...changes,
  };
}
