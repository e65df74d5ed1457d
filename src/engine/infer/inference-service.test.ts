import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createInference } from './inference-service.ts';
import {
  differenceModel,
  externalDataModel,
  lyingModel,
  overflowingModel,
  testTile,
  writeModel,
} from './testing/models.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-infer-'));
});
afterAll(() => rm(folder, { recursive: true }));

const loadInto = async (
  model: Awaited<ReturnType<typeof writeModel>>,
  providers: readonly ('cuda' | 'dml' | 'cpu')[] = ['cpu'],
) => createInference(() => undefined).load({ model, providers, threads: 1 });

describe('loading a model', () => {
  it('reads uint8 tile pairs and returns boxes in tile pixels', async () => {
    const inference = createInference(() => undefined);
    await inference.load({
      model: await writeModel(folder, differenceModel()),
      providers: ['cpu'],
      threads: 1,
    });
    const plane = testTile * testTile;
    const planes = new Uint8Array(new SharedArrayBuffer(2 * 2 * plane));
    // Second tile: 3 × 2 white pixels at (10, 20) that the golden does not have.
    for (const y of [20, 21]) planes.fill(255, 2 * plane + y * testTile + 10, 2 * plane + y * testTile + 13);
    const run = await inference.run({ planes, count: 2, withGolden: true, floor: 0.5 });
    expect(run.detections).toEqual([
      [],
      [{ box: { x: 10, y: 20, width: 3, height: 2 }, confidence: 1, classIndex: 0 }],
    ]);
    expect(run.provider).toBe('cpu');
  });

  it('does not report what a golden a pixel off explains; without its word that there is one, it would', async () => {
    const inference = createInference(() => undefined);
    await inference.load({ model: await writeModel(folder, differenceModel()), providers: ['cpu'], threads: 1 });
    const plane = testTile * testTile;
    const planes = new Uint8Array(new SharedArrayBuffer(2 * plane));
    for (let y = 10; y < 50; y += 1) {
      planes.fill(255, y * testTile + 20, y * testTile + 30);
      planes.fill(255, plane + y * testTile + 21, plane + y * testTile + 31);
    }
    const shown = async (withGolden: boolean) =>
      (await inference.run({ planes, count: 1, withGolden, floor: 0.5 })).detections[0]?.map(({ box }) => box.width);
    expect(await shown(true)).toEqual([]);
    expect(await shown(false)).toEqual([1, 1]);
  });

  it('goes on to the next provider and says why', async () => {
    const loaded = await loadInto(await writeModel(folder, differenceModel()), ['dml', 'cuda', 'cpu']);
    expect(loaded.provider).toBe('cpu');
    expect(loaded.refused.map(({ provider }) => provider)).toEqual(['dml', 'cuda']);
    for (const { reason } of loaded.refused) expect(reason).not.toBe('');
  });

  it('fails with the reasons when no provider works', async () => {
    const model = await writeModel(folder, differenceModel());
    await expect(loadInto(model, ['dml'])).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      details: { dml: expect.stringContaining('not part of the onnxruntime build') },
    });
  });

  it('refuses a file that is not the one model.json names', async () => {
    const model = await writeModel(folder, differenceModel(), { sha256: '0'.repeat(64) });
    await expect(loadInto(model)).rejects.toMatchObject({ code: 'MODEL_HASH_MISMATCH' });
  });

  it.each([
    ['text', Buffer.from('this is no model')],
    ['half of a model', differenceModel().slice(0, 150)],
    ['nothing', Buffer.alloc(0)],
  ])('refuses %s as corrupt', async (_name, bytes) => {
    await expect(loadInto(await writeModel(folder, bytes))).rejects.toMatchObject({ code: 'MODEL_CORRUPT' });
  });

  it('refuses weights in another file even if it lies beside the model', async () => {
    await writeFile(join(folder, 'weights.bin'), Buffer.alloc(4));
    const model = await writeModel(folder, externalDataModel('weights.bin'));
    await expect(loadInto(model)).rejects.toMatchObject({ code: 'MODEL_EXTERNAL_DATA' });
  });

  it.each([
    ['another input size', { input: { name: 'pair', dtype: 'uint8', width: 640, height: 640, channels: 'pair' } }],
    ['another input type', { input: { name: 'pair', dtype: 'float32', width: 64, height: 64, channels: 'pair' } }],
    ['other channels', { input: { name: 'pair', dtype: 'uint8', width: 64, height: 64, channels: 'rgb' } }],
    ['another output name', { output: { name: 'boxes', decoder: 'anomaly_map' } }],
    ['another output form', { output: { name: 'map', decoder: 'detections_nk6' } }],
  ] as const)('refuses a promise of %s', async (_name, changes) => {
    const model = await writeModel(folder, differenceModel(), changes);
    await expect(loadInto(model)).rejects.toMatchObject({ code: 'MODEL_SHAPE' });
  });

  it('refuses a model whose free dimensions turn out wrong when it runs', async () => {
    const model = await writeModel(folder, lyingModel(), { output: { name: 'map', decoder: 'detections_nk6' } });
    await expect(loadInto(model)).rejects.toMatchObject({ code: 'MODEL_SHAPE' });
  });

  it('refuses one that answers an empty tile with what is no number, and says why for each provider', async () => {
    const model = await writeModel(folder, overflowingModel());
    await expect(loadInto(model, ['cpu'])).rejects.toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      details: { cpu: expect.stringContaining('a score of NaN') },
    });
  });
});
