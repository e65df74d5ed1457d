import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { cudaError } from './cuda-errors.ts';
import { type CudaManifest, packageFileName } from './cuda-manifest.ts';
import { unpackFiles } from './cuda-package.ts';

export interface FetchOptions {
  readonly manifest: CudaManifest;
  /** A URL, a package file, or a folder that holds it, for a machine without network; default the manifest's URL. */
  readonly from?: string;
  /** Where onnxruntime-node looks for provider libraries; see `providerFolder`. */
  readonly into: string;
  /** Instead of the manifest's. */
  readonly sha256?: string;
  readonly onProgress?: (bytes: number) => void;
}

/**
 * Installs onnxruntime's CUDA and TensorRT libraries. The package is read to its end and its SHA-256 checked before
 * anything of it is unpacked; the libraries then appear by renaming. A failure at any point leaves the folder as it was,
 * except that of two renamed libraries one may be there, which is not loaded without the other.
 * @returns Names of the installed files.
 */
export async function fetchCudaLibraries(options: FetchOptions): Promise<Result<string[], AppError>> {
  const { manifest, into, onProgress = () => undefined } = options;
  const expected = options.sha256?.toLowerCase() ?? manifest.sha256;
  if (expected === null) return fail(cudaError('CUDA_CHECKSUM_UNKNOWN', { package: packageFileName(manifest) }));
  const stage = await makeStage(into);
  if (!stage.ok) return stage;
  try {
    const file = join(stage.value, 'package.nupkg');
    const copied = await copyPackage(options.from ?? manifest.url, manifest, file, onProgress);
    if (!copied.ok) return copied;
    if (copied.value !== expected) {
      return fail(cudaError('CUDA_CHECKSUM_MISMATCH', { expected, found: copied.value }));
    }
    const found = await unpackFiles(file, manifest.files, stage.value).catch((cause: unknown) => String(cause));
    if (typeof found === 'string') return fail(cudaError('CUDA_PACKAGE_DAMAGED', { cause: found }));
    const missing = manifest.files.filter((name) => !found.includes(name));
    if (missing.length > 0) return fail(cudaError('CUDA_PACKAGE_DAMAGED', { missing: missing.join(', ') }));
    const names = manifest.files.map((name) => basename(name));
    for (const name of names) await rename(join(stage.value, name), join(into, name));
    return ok(names);
  } catch (cause) {
    return fail(cudaError('CUDA_INSTALL_FAILED', { cause: String(cause) }));
  } finally {
    await rm(stage.value, { recursive: true, force: true });
  }
}

/** A folder inside the target, so that renaming stays within one file system. */
async function makeStage(into: string): Promise<Result<string, AppError>> {
  try {
    await mkdir(into, { recursive: true });
    return ok(await mkdtemp(join(into, '.fetch-')));
  } catch (cause) {
    return fail(cudaError('CUDA_INSTALL_FAILED', { cause: String(cause) }));
  }
}

/** @returns The package's SHA-256 in hex. */
async function copyPackage(
  from: string,
  manifest: CudaManifest,
  to: string,
  onProgress: (bytes: number) => void,
): Promise<Result<string, AppError>> {
  const hash = createHash('sha256');
  let bytes = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      onProgress(bytes);
      done(null, chunk);
    },
  });
  try {
    await pipeline(await openSource(from, manifest), measure, createWriteStream(to));
    return ok(hash.digest('hex'));
  } catch (cause) {
    return fail(cudaError('CUDA_SOURCE_UNREADABLE', { from, bytes, cause: String(cause) }));
  }
}

async function openSource(from: string, manifest: CudaManifest): Promise<Readable> {
  if (/^https?:\/\//.test(from)) {
    const response = await fetch(from);
    if (!response.ok || !response.body) throw new Error(`the server answered ${response.status}`);
    // fetch's own stream type and node:stream's differ in name only.
    return Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
  }
  const isFolder = (await stat(from)).isDirectory();
  return createReadStream(isFolder ? join(from, packageFileName(manifest)) : from);
}
