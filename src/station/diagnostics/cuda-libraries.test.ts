import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cudaErrorCodes } from './cuda-errors.ts';
import { fetchCudaLibraries } from './cuda-libraries.ts';
import { type CudaManifest, readCudaManifest } from './cuda-manifest.ts';

const zip = zipSync({
  'lib/readme.txt': strToU8('no library'),
  'runtimes/a/libcuda_part.so': new Uint8Array(3_000_000).map((_, i) => i % 251),
  'runtimes/a/libshared.so': [strToU8('shared'), { level: 0 }],
});
const sha256 = createHash('sha256').update(zip).digest('hex');
const manifest: CudaManifest = {
  package: 'Some.Package',
  version: '1.0.0',
  url: 'https://never.invalid/',
  sha256,
  files: ['runtimes/a/libcuda_part.so', 'runtimes/a/libshared.so'],
};

let folder = '';
let into = '';
const servers: Server[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fiducial-cuda-'));
  into = join(folder, 'bin');
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(folder, { recursive: true });
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/package`;
}

describe('fetching the CUDA libraries', () => {
  it('installs exactly the libraries, from a server', async () => {
    const from = await serve((_request, response) => response.end(zip));
    let bytes = 0;
    const result = await fetchCudaLibraries({
      manifest,
      from,
      into,
      onProgress: (seen) => {
        bytes = seen;
      },
    });
    expect(result).toEqual({ ok: true, value: ['libcuda_part.so', 'libshared.so'] });
    expect((await readdir(into)).sort()).toEqual(['libcuda_part.so', 'libshared.so']);
    expect((await readFile(join(into, 'libcuda_part.so'))).length).toBe(3_000_000);
    expect(await readFile(join(into, 'libshared.so'), 'utf8')).toBe('shared');
    expect(bytes).toBe(zip.length);
  });

  it('installs from a folder and from a file where there is no network', async () => {
    await writeFile(join(folder, 'some.package.1.0.0.nupkg'), zip);
    expect((await fetchCudaLibraries({ manifest, from: folder, into })).ok).toBe(true);
    const file = join(folder, 'some.package.1.0.0.nupkg');
    expect((await fetchCudaLibraries({ manifest, from: file, into })).ok).toBe(true);
  });

  it('refuses another package and leaves nothing', async () => {
    const from = await serve((_request, response) => response.end(zip));
    const result = await fetchCudaLibraries({ manifest, from, into, sha256: '0'.repeat(64) });
    expect(result).toMatchObject({ error: { code: 'CUDA_CHECKSUM_MISMATCH', details: { found: sha256 } } });
    expect(await readdir(into)).toEqual([]);
  });

  it('keeps nothing of a download that breaks off', async () => {
    const from = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': zip.length });
      response.write(zip.subarray(0, 1000), () => response.destroy());
    });
    const result = await fetchCudaLibraries({ manifest, from, into });
    expect(result).toMatchObject({ error: { code: 'CUDA_SOURCE_UNREADABLE' } });
    expect(await readdir(into)).toEqual([]);
  });

  it('says so when the server has no such file', async () => {
    const from = await serve((_request, response) => response.writeHead(404).end());
    const result = await fetchCudaLibraries({ manifest, from, into });
    expect(result).toMatchObject({ error: { code: 'CUDA_SOURCE_UNREADABLE' } });
  });

  it('refuses a package without the libraries, and one that is no zip file, though the hash is right', async () => {
    for (const bytes of [zipSync({ 'lib/readme.txt': strToU8('x') }), strToU8('no zip file')]) {
      const file = join(folder, 'other.nupkg');
      await writeFile(file, bytes);
      const hash = createHash('sha256').update(bytes).digest('hex');
      const result = await fetchCudaLibraries({ manifest, from: file, into, sha256: hash });
      expect(result).toMatchObject({ error: { code: 'CUDA_PACKAGE_DAMAGED' } });
      expect(await readdir(into)).toEqual([]);
    }
  });

  it('does nothing as long as nobody says what the package must be', async () => {
    const shipped = await readCudaManifest(
      join(import.meta.dirname, '..', '..', '..', 'resources', 'cuda', 'manifest.json'),
    );
    const unknown = { ...shipped, sha256: null };
    expect(await fetchCudaLibraries({ manifest: unknown, from: folder, into })).toMatchObject({
      error: { code: 'CUDA_CHECKSUM_UNKNOWN' },
    });
  });

  it('has these codes', () => {
    expect(cudaErrorCodes).toEqual([
      'CUDA_CHECKSUM_UNKNOWN',
      'CUDA_CHECKSUM_MISMATCH',
      'CUDA_SOURCE_UNREADABLE',
      'CUDA_PACKAGE_DAMAGED',
      'CUDA_INSTALL_FAILED',
    ]);
  });
});
