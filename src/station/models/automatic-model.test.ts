import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Provider, providers } from '../../core/detection/provider.ts';
import { choosePrecision } from './automatic-model.ts';
import { modelCatalog } from './catalog.ts';
import type { Machine } from './machine.ts';
import { modelJsonSchema } from './model-json.ts';
import type { FoundModel } from './model-repository.ts';
import { readTrustedKeys } from './signature.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const bundled = modelJsonSchema.parse(
  JSON.parse(readFileSync(join(root, 'models/pcb_defect_detector/1/model.json'), 'utf8')),
);
const found = (changes: Partial<FoundModel['model']> = {}, more: Partial<FoundModel> = {}): FoundModel => ({
  model: { ...bundled, ...changes },
  origin: 'bundled',
  folder: '',
  onnxPath: '',
  signature: { state: 'signed', keyId: '' },
  ...more,
});
const fp32 = found();
const int8 = found({ name: `${bundled.name}_int8`, sha256: 'b'.repeat(64) });

const machine = (instruction: Machine['int8'], ...gpus: Provider[]): Machine => ({
  int8: instruction,
  has: (provider) => gpus.includes(provider),
});
const chosen = (order: readonly Provider[], on: Machine, models: readonly FoundModel[] = [fp32, int8]): string =>
  choosePrecision(fp32, () => models, order, on).found.model.name;

describe('the precision that a station takes by itself', () => {
  it('is int8 on a CPU that is made for it, and nowhere else', () => {
    expect(chosen(['cpu'], machine('avx_vnni'))).toBe(int8.model.name);
    expect(chosen(['cpu'], machine(null))).toBe(fp32.model.name);
    expect(chosen(['cuda', 'cpu'], machine('avx512_vnni'))).toBe(int8.model.name);
    expect(chosen(['cuda', 'cpu'], machine('avx512_vnni', 'cuda'))).toBe(fp32.model.name);
    expect(chosen(['cpu', 'cuda'], machine('avx512_vnni', 'cuda'))).toBe(int8.model.name);
    for (const provider of providers.filter((name) => name !== 'cpu')) {
      expect(chosen([provider], machine('avx512_vnni'))).toBe(fp32.model.name);
    }
  });

  it.each([
    ['none', []],
    ['another version', [found({ name: int8.model.name, version: '0.9.0' })]],
    ['other types', [found({ name: int8.model.name, classes: bundled.classes.slice(1) })]],
    ['another input', [found({ name: int8.model.name, input: { ...bundled.input, width: 320 } })]],
    ['a signature that is refused', [{ ...int8, signature: { state: 'refused', error: { code: '', message: '' } } }]],
    ['another name', [found({ name: 'pcb_defect_detector_int4' })]],
  ] as const)('is fp32 where the int8 form there is %s', (_name, models) => {
    expect(chosen(['cpu'], machine('avx512_vnni'), models)).toBe(fp32.model.name);
  });

  it('comes with its reason', () => {
    const why = (order: readonly Provider[], on: Machine) => choosePrecision(fp32, () => [int8], order, on).why;
    expect(why(['cpu'], machine('avx_vnni'))).toBe('int8: this CPU has avx_vnni');
    expect(why(['cuda', 'cpu'], machine('avx_vnni', 'cuda'))).toBe('fp32: for CUDA');
    expect(why(['cpu'], machine(null))).toMatch(/^fp32: /);
  });
});

describe('a catalog', () => {
  const catalog = modelCatalog(
    [{ path: join(root, 'models'), origin: 'bundled' }],
    readTrustedKeys(join(root, 'resources', 'keys')),
    '',
    machine('avx512_vnni'),
  );
  const nameOf = (wanted: string) => {
    const choice = catalog.choose(wanted, false, ['cpu']);
    return choice.ok ? [choice.value.model.name, choice.value.why] : choice.error.code;
  };

  it('never chooses for who names a model', () => {
    expect(nameOf('pcb_defect_detector')).toEqual(['pcb_defect_detector', null]);
    expect(nameOf(`pcb_defect_detector@${bundled.version}`)).toEqual(['pcb_defect_detector', null]);
    expect(nameOf('pcb_defect_detector_int8')).toEqual(['pcb_defect_detector_int8', null]);
  });

  it('chooses for who asks it to, within a version if one is named', () => {
    const automatic = ['pcb_defect_detector_int8', 'int8: this CPU has avx512_vnni'];
    expect(nameOf('auto')).toEqual(automatic);
    expect(nameOf(`auto@${bundled.version}`)).toEqual(automatic);
    expect(nameOf('auto@0.0.1')).toBe('MODEL_NOT_FOUND');
  });

  it('knows no model that is called like the choice', () => {
    expect(modelJsonSchema.safeParse({ ...bundled, name: 'auto' }).success).toBe(false);
  });
});
