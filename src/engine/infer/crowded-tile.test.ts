import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { ModelToLoad } from '../protocol.ts';
import { createInference } from './inference-service.ts';

const tile = 640;
const path = fileURLToPath(new URL('../../../models/pcb_defect_detector/1/model.onnx', import.meta.url));

/** Round pads of copper, so many in a row and as many rows, on a board whose golden has none of them. */
function spots(aSide: number): Uint8Array<SharedArrayBuffer> {
  const plane = tile * tile;
  const planes = new Uint8Array(new SharedArrayBuffer(2 * plane)).fill(60);
  const step = tile / aSide;
  for (let spot = 0; spot < aSide * aSide; spot += 1) {
    const x = Math.round(((spot % aSide) + 0.5) * step);
    const y = Math.round((Math.floor(spot / aSide) + 0.5) * step);
    for (let row = -6; row <= 6; row += 1) {
      const half = Math.floor(Math.sqrt(36 - row * row));
      planes.fill(200, (y + row) * tile + x - half, (y + row) * tile + x + half + 1);
    }
  }
  return planes;
}

it('of a tile with more defects than it names the shipped model’s list is full, and of one with fewer it is not', async () => {
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex');
  const model: ModelToLoad = {
    name: 'pcb_defect_detector',
    version: '1',
    path,
    sha256,
    input: { name: 'pair', dtype: 'uint8', width: tile, height: tile, channels: 'pair' },
    output: { name: 'detections', decoder: 'detections_nk6' },
    classCount: 6,
  };
  const inference = createInference(() => undefined);
  await inference.load({ model, providers: ['cpu'], threads: 1 });
  const fullOf = async (aSide: number) =>
    (await inference.run({ planes: spots(aSide), count: 1, withGolden: true, floor: 0.3 })).full;
  expect(await fullOf(5)).toEqual([]);
  expect(await fullOf(11)).toEqual([0]);
});
