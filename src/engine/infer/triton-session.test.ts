import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EngineFault } from '../fault.ts';
import type { ModelToLoad } from '../protocol.ts';
import { createInference } from './inference-service.ts';
import { readMessage, writeMessage } from './tensor-message.ts';
import { differenceModel, testTile, writeModel } from './testing/models.ts';
import { startTritonServer, type TritonServer } from './testing/triton-server.ts';
import { openTritonSession } from './triton-session.ts';

let folder = '';
let model: ModelToLoad;
let server: TritonServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-triton-'));
  const version = join(folder, 'difference', '1');
  await mkdir(version, { recursive: true });
  model = await writeModel(version, differenceModel(), { name: 'difference' });
  await rename(model.path, join(version, 'model.onnx'));
  model = { ...model, path: join(version, 'model.onnx') };
  server = await startTritonServer(folder);
});
beforeEach(() => server.behave('well'));
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** A board with one bright square at a place, beside its golden. */
function tileWithFlaw(x: number, y: number): Uint8Array<SharedArrayBuffer> {
  const planes = new Uint8Array(new SharedArrayBuffer(2 * testTile * testTile));
  for (let row = y; row < y + 6; row += 1) planes.fill(200, row * testTile + x, row * testTile + x + 6);
  return planes;
}

const faultOf = async (work: Promise<unknown>): Promise<EngineFault> => {
  const fault = await work.then(
    () => null,
    (cause: unknown) => cause,
  );
  expect(fault).toBeInstanceOf(EngineFault);
  return fault as EngineFault;
};

describe('a model on a Triton server', () => {
  it('finds what the same model finds here', async () => {
    const here = createInference(() => undefined);
    const there = createInference(() => undefined, server.url);
    const order = { model, providers: ['cpu'], threads: 1 } as const;
    await here.load(order);
    await there.load(order);
    const tiles = { planes: tileWithFlaw(20, 31), count: 1, withGolden: false, floor: 0.1 };
    const before = server.tiles();
    const found = await there.run(tiles);
    expect(found.detections).toEqual((await here.run(tiles)).detections);
    expect(found.detections[0]).toHaveLength(1);
    expect(server.tiles()).toBe(before + 1);
  });

  it('is not taken while the server is still loading it', async () => {
    server.behave('loading');
    expect(await faultOf(openTritonSession(server.url, model))).toMatchObject({
      code: 'PROVIDER_UNAVAILABLE',
      details: { reason: 'it answers 400' },
    });
  });

  it('that the server does not have is not taken', async () => {
    const fault = await faultOf(openTritonSession(server.url, { ...model, name: 'another' }));
    expect(fault).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(fault.message).toContain("unknown model: 'another'");
  });

  it('with other inputs than model.json promises is refused', async () => {
    const wider = { ...model, input: { ...model.input, width: 2 * testTile } };
    expect(await faultOf(openTritonSession(server.url, wider))).toMatchObject({ code: 'MODEL_SHAPE' });
  });

  it('fails with the reason, and never as the fault of the image, when the server fails', async () => {
    const session = await openTritonSession(server.url, model);
    const planes = tileWithFlaw(1, 1);
    server.behave('failing');
    const failed = await faultOf(session.run(planes, 1));
    expect(failed).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(failed.message).toContain('500 {"error":"CUDA error');
    server.behave('lying');
    expect(await faultOf(session.run(planes, 1))).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    server.behave('well');
    expect((await session.run(planes, 1)).dims).toEqual([1, 1, testTile, testTile]);
  });

  it('that answers for fewer tiles than it was given has found nothing about the others', async () => {
    const there = createInference(() => undefined, server.url);
    await there.load({ model, providers: ['cpu'], threads: 1 });
    server.behave('for_no_tile');
    const tiles = { planes: tileWithFlaw(20, 31), count: 1, withGolden: false, floor: 0.1 };
    expect(await faultOf(there.run(tiles))).toMatchObject({ code: 'MODEL_SHAPE' });
  });

  it('is not waited for for ever where the server does not answer', async () => {
    server.behave('silent');
    const fault = await faultOf(openTritonSession(server.url, model, { check: 50, run: 50 }));
    expect(fault).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
    expect(fault.message).toContain('timeout');
  });

  it('is not waited for where nobody listens', async () => {
    const gone = await startTritonServer(folder);
    await gone.close();
    expect(await faultOf(openTritonSession(gone.url, model))).toMatchObject({ code: 'PROVIDER_UNAVAILABLE' });
  });
});

describe('a message with tensors', () => {
  it('reads as it was written, and as nothing else when it is cut', () => {
    const tensor = fc.record({
      name: fc.stringMatching(/^[a-z_]{1,12}$/),
      shape: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 }),
      datatype: fc.constantFrom('UINT8' as const, 'FP32' as const),
    });
    fc.assert(
      fc.property(fc.array(tensor, { minLength: 1, maxLength: 3 }), fc.nat(), (described, cut) => {
        const tensors = described.map((it, index) => {
          const count = it.shape.reduce((product, size) => product * size, it.datatype === 'FP32' ? 4 : 1);
          return { ...it, bytes: Uint8Array.from({ length: count }, (_, at) => (at * 7 + index) % 256) };
        });
        const { body, headerLength } = writeMessage('inputs', tensors);
        expect(readMessage('inputs', body, headerLength).tensors).toEqual(tensors);
        const short = body.subarray(0, cut % body.length);
        expect(() => readMessage('inputs', short, headerLength)).toThrow();
      }),
    );
  });
});
