import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { testTile } from '../../src/engine/infer/testing/models.ts';

/** Writes an unsigned model of the engine's test models to where the station of `dataDir` finds it. */
export async function placeModel(dataDir: string, name: string, onnx: Uint8Array): Promise<void> {
  const target = join(dataDir, 'models', name, '1');
  await mkdir(target, { recursive: true });
  await writeFile(join(target, 'model.onnx'), onnx);
  await writeFile(join(target, 'model.json'), JSON.stringify(description(name, onnx)));
}

const description = (name: string, onnx: Uint8Array) => ({
  name,
  version: '1.0.0',
  sha256: createHash('sha256').update(onnx).digest('hex'),
  input: {
    name: 'pair',
    dtype: 'uint8',
    layout: 'NCHW',
    width: testTile,
    height: testTile,
    channels: ['board', 'golden'],
  },
  output: { name: 'map', decoder: 'anomaly_map' },
  classes: [{ name: 'change', severity: 'high', threshold: { with_golden: 0.5, without_golden: 0.5 } }],
  merge: { nms_iou: 0.5 },
  licence: 'MIT',
  signature: null,
});
