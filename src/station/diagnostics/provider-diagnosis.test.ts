import { describe, expect, it } from 'vitest';
import { diagnoseProviders, type MachineProbe, machineProbe } from './provider-diagnosis.ts';

const allLibraries = [
  'libcudart.so.12',
  'libcublas.so.12',
  'libcublasLt.so.12',
  'libcufft.so.11',
  'libcurand.so.10',
  'libcudnn.so.9',
  'libvulkan.so.1',
];
const machine = (changes: Partial<MachineProbe> = {}): MachineProbe => ({
  platform: 'linux',
  arch: 'x64',
  providerFolder: '/ort',
  driver: async () => 'NVRM version: 570',
  isThere: async () => true,
  libraries: async () => new Set(allLibraries),
  ...changes,
});
const of = async (provider: string, changes?: Partial<MachineProbe>) =>
  (await diagnoseProviders(machine(changes))).find((diagnosis) => diagnosis.provider === provider);

describe('diagnosing providers', () => {
  it('finds nothing missing on a machine that has everything', async () => {
    expect(await of('cuda')).toEqual({ provider: 'cuda', exists: true, missing: [] });
    expect(await of('cpu')).toEqual({ provider: 'cpu', exists: true, missing: [] });
    expect(await of('webgpu')).toEqual({ provider: 'webgpu', exists: true, missing: [] });
  });

  it.each([
    ['the driver', { driver: async () => null }, 'NVIDIA driver'],
    ['cuDNN', { libraries: async () => new Set(allLibraries.filter((name) => !name.includes('cudnn'))) }, 'cuDNN 9'],
    [
      'the provider library',
      { isThere: async (path: string) => !path.includes('_cuda') },
      '_providers_cuda.so in /ort',
    ],
  ] as const)('names %s when only that is missing', async (_name, changes, words) => {
    const diagnosis = await of('cuda', changes);
    expect(diagnosis?.missing).toHaveLength(1);
    expect(diagnosis?.missing[0]).toContain(words);
  });

  it('asks TensorRT for its own libraries besides', async () => {
    expect((await of('tensorrt'))?.missing).toEqual([
      'libnvinfer.so.10 (TensorRT 10)',
      'libnvonnxparser.so.10 (TensorRT 10)',
    ]);
  });

  it('says where a provider does not exist at all', async () => {
    expect(await of('dml')).toMatchObject({ exists: false, missing: ['runs on Windows only'] });
    expect(await of('coreml')).toMatchObject({ exists: false });
    expect(await of('cuda', { platform: 'win32' })).toMatchObject({
      exists: false,
      missing: ['runs on Linux x64 only'],
    });
    expect(await of('dml', { platform: 'win32' })).toMatchObject({ exists: true, missing: [] });
  });

  it('looks at this machine', async () => {
    const here = await diagnoseProviders(machineProbe());
    expect(here.find(({ provider }) => provider === 'cpu')).toMatchObject({ exists: true, missing: [] });
    expect(await machineProbe().isThere(machineProbe().providerFolder)).toBe(true);
  });
});
