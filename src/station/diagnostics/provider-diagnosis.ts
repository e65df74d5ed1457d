import { execFile } from 'node:child_process';
import { access, readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type Provider, providers } from '../../core/detection/provider.ts';

/** What can be seen of the machine from outside the engine; tests pass their own. */
export interface MachineProbe {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
  /** Folder where onnxruntime-node looks for provider libraries. */
  readonly providerFolder: string;
  /** First line of the NVIDIA driver's version file; null without the driver. */
  driver(): Promise<string | null>;
  isThere(path: string): Promise<boolean>;
  /** File names of the shared libraries that the loader would find. */
  libraries(): Promise<ReadonlySet<string>>;
}

export interface ProviderDiagnosis {
  readonly provider: Provider;
  /** False where this platform's onnxruntime never has it. */
  readonly exists: boolean;
  /** What is missing, each in words that say what to install; empty: it should work, which only loading a model proves. */
  readonly missing: readonly string[];
}

/** What the CUDA 12 build of onnxruntime 1.30 links to, with the package that has it. */
const cudaNeeds = [
  ['libcudart.so.12', 'CUDA 12 runtime'],
  ['libcublas.so.12', 'CUDA 12 cuBLAS'],
  ['libcublasLt.so.12', 'CUDA 12 cuBLAS'],
  ['libcufft.so.11', 'CUDA 12 cuFFT'],
  ['libcurand.so.10', 'CUDA 12 cuRAND'],
  ['libcudnn.so.9', 'cuDNN 9 for CUDA 12'],
] as const;
const tensorrtNeeds = [
  ['libnvinfer.so.10', 'TensorRT 10'],
  ['libnvonnxparser.so.10', 'TensorRT 10'],
] as const;

/** Says for every provider exactly what this machine lacks for it. */
export async function diagnoseProviders(probe: MachineProbe): Promise<ProviderDiagnosis[]> {
  return Promise.all(providers.map((provider) => diagnose(provider, probe)));
}

async function diagnose(provider: Provider, probe: MachineProbe): Promise<ProviderDiagnosis> {
  const { platform, arch, providerFolder } = probe;
  const only = (name: string, isHere: boolean, missing: readonly string[] = []): ProviderDiagnosis =>
    isHere ? { provider, exists: true, missing } : { provider, exists: false, missing: [`runs on ${name} only`] };
  switch (provider) {
    case 'cpu':
      return only('any machine', true);
    case 'dml':
      return only('Windows', platform === 'win32', await absent(probe, ['DirectML.dll']));
    case 'coreml':
      return only('macOS', platform === 'darwin');
    case 'webgpu': {
      const loader = platform === 'linux' && !(await probe.libraries()).has('libvulkan.so.1');
      return only('any machine', true, loader ? ['libvulkan.so.1 (a Vulkan driver)'] : []);
    }
    case 'cuda':
    case 'tensorrt': {
      const isHere = platform === 'linux' && arch === 'x64';
      if (!isHere) return only('Linux x64', false);
      const files = ['libonnxruntime_providers_shared.so', `libonnxruntime_providers_${provider}.so`];
      const driver = await probe.driver();
      const installed = await probe.libraries();
      const needs = provider === 'cuda' ? cudaNeeds : [...cudaNeeds, ...tensorrtNeeds];
      return only('Linux x64', true, [
        ...(driver === null ? ['the NVIDIA driver (no /proc/driver/nvidia/version)'] : []),
        ...(await absent(probe, files)).map((name) => `${name} in ${providerFolder} (fetch the CUDA libraries)`),
        ...needs.filter(([name]) => !installed.has(name)).map(([name, from]) => `${name} (${from})`),
      ]);
    }
  }
}

async function absent(probe: MachineProbe, names: readonly string[]): Promise<string[]> {
  const there = await Promise.all(names.map((name) => probe.isThere(join(probe.providerFolder, name))));
  return names.filter((_, i) => !there[i]);
}

/** Where onnxruntime-node looks for provider libraries on this machine. */
export function providerFolder(): string {
  const require = createRequire(import.meta.url);
  const home = dirname(require.resolve('onnxruntime-node/package.json'));
  return join(home, 'bin', 'napi-v6', process.platform, process.arch);
}

/** This machine. Nothing here loads a library: what a driver does when loaded is for the engine process to bear. */
export function machineProbe(): MachineProbe {
  return {
    platform: process.platform,
    arch: process.arch,
    providerFolder: providerFolder(),
    driver: async () => {
      const text = await readFile('/proc/driver/nvidia/version', 'utf8').catch(() => null);
      return text === null ? null : (text.split('\n')[0] ?? '');
    },
    isThere: (path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    libraries: async () => new Set([...(await cachedLibraries()), ...(await namedFolders())]),
  };
}

/** Lines of `ldconfig -p` look like `libz.so.1 (libc6,x86-64) => /lib/…/libz.so.1`. */
async function cachedLibraries(): Promise<string[]> {
  const list = await promisify(execFile)('/sbin/ldconfig', ['-p'], { maxBuffer: 16 * 1024 ** 2 }).catch(() => null);
  return [...(list?.stdout ?? '').matchAll(/^\s*(\S+) \(.*\) => /gm)].map((match) => match[1] ?? '');
}

async function namedFolders(): Promise<string[]> {
  const folders = (process.env.LD_LIBRARY_PATH ?? '').split(':').filter((folder) => folder !== '');
  return (await Promise.all(folders.map((folder) => readdir(folder).catch(() => [])))).flat();
}
