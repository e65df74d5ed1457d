import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { differenceModel, externalDataModel, hungryModel, lyingModel } from '../../src/engine/infer/testing/models.ts';
import { placeModel } from './place-model.ts';
import { fiducial, root } from './run-fiducial.ts';

let folder: string;
const at = (name: string): string => join(folder, name);

const place = (name: string, onnx: Uint8Array): Promise<void> => placeModel(at('data'), name, onnx);

const bundled = join(root, 'models', 'pcb_defect_detector', '1');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-models-'));
  await place('sound', differenceModel());
  await place('corrupt', Buffer.from('this is no network'));
  await place('lying', lyingModel());
  await place('hungry', hungryModel());
  await place('external', externalDataModel('model.json'));
  await mkdir(at('data/models/unparsable/1'), { recursive: true });
  await writeFile(at('data/models/unparsable/1/model.json'), '{');
  const white = sharp({ create: { width: 128, height: 128, channels: 3, background: '#fff' } });
  const black = await sharp({ create: { width: 12, height: 12, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
  await white.clone().png().toFile(at('golden.png'));
  await white
    .composite([{ input: black, left: 40, top: 50 }])
    .png()
    .toFile(at('board.png'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const inspectWith = (model: string, ...more: string[]) =>
  fiducial(['inspect', at('board.png'), '--model', model, '--data-dir', at('data'), '--no-store', '--json', ...more]);
const codeOf = (run: Awaited<ReturnType<typeof fiducial>>): string | null => run.lines()[0]?.error?.code ?? null;

describe('a model that cannot be trusted', () => {
  it('is refused without a signature, and used with --allow-unsigned, which every line says', async () => {
    const refused = await inspectWith('sound');
    expect([codeOf(refused), refused.status]).toEqual(['MODEL_UNSIGNED', 3]);
    const used = await inspectWith('sound', '--allow-unsigned');
    expect(used.lines()[0]).toMatchObject({ status: 'completed', model_unsigned: true });
    expect(used.stderr).toContain('MODEL_UNSIGNED');
  });

  it('is refused when its description was changed after signing, or its file', async () => {
    const changed = at('changed');
    await cp(bundled, changed, { recursive: true });
    const json = readFileSync(join(changed, 'model.json'), 'utf8');
    await writeFile(join(changed, 'model.json'), json.replace('"licence": "MIT"', '"licence": "mine"'));
    const resigned = await fiducial(['models', 'add', changed, '--data-dir', at('data'), '--json']);
    expect([codeOf(resigned), resigned.status]).toEqual(['MODEL_SIGNATURE', 3]);

    await writeFile(join(changed, 'model.json'), json);
    await writeFile(join(changed, 'model.onnx'), 'another network');
    const swapped = await fiducial(['models', 'add', changed, '--data-dir', at('data'), '--json']);
    expect([codeOf(swapped), swapped.status]).toEqual(['MODEL_HASH_MISMATCH', 3]);
  });
});

describe('a model that does not work', () => {
  it.each([
    ['corrupt', ['MODEL_CORRUPT']],
    ['external', ['MODEL_EXTERNAL_DATA']],
    ['lying', ['MODEL_SHAPE']],
    ['hungry', ['MODEL_RUN_FAILED', 'ENGINE_MEMORY', 'MODEL_SHAPE']],
  ])('%s gives its board a coded error', async (model, codes) => {
    const run = await inspectWith(model, '--allow-unsigned');
    expect(codes).toContain(codeOf(run));
    expect(run.status).toBe(3);
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });

  it('with an unreadable description is told apart from one that is not there', async () => {
    expect(codeOf(await inspectWith('unparsable'))).toBe('MODEL_MANIFEST');
    expect((await inspectWith('nowhere')).status).toBe(2);
  });
});

describe('installing', () => {
  it('adds, lists, verifies and removes a signed model, each with its log entry', async () => {
    const home = ['--data-dir', at('home'), '--json'];
    const run = (...args: string[]) => fiducial([...args, ...home]);
    expect((await run('models', 'add', bundled)).status).toBe(0);
    expect(codeOf(await run('models', 'add', bundled))).toBe('MODEL_EXISTS');
    const listed = (await run('models', 'list')).lines().filter(({ name }) => name === 'pcb_defect_detector');
    expect(listed.map(({ origin, signature }) => [origin, signature])).toEqual([
      ['installed', 'signed'],
      ['bundled', 'signed'],
    ]);
    expect((await run('models', 'verify')).status).toBe(0);
    expect((await run('models', 'remove', 'pcb_defect_detector')).status).toBe(0);
    expect(codeOf(await run('models', 'remove', 'pcb_defect_detector'))).toBe('MODEL_BUNDLED');
    const actions = (await run('audit', 'show')).lines().map(({ action }) => action);
    expect(actions).toEqual(['key.epoch_started', 'model.added', 'model.removed']);
  });
});
