import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** Which package has the libraries that onnxruntime-node's npm package leaves out; one file per release, see resources/cuda. */
const cudaManifestSchema = z.object({
  package: z.string(),
  version: z.string(),
  url: z.url(),
  /** Of the whole package, hex; null where the release did not fill it in. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** Paths in the package; the last is installed last, because without it none of the others is loaded. */
  files: z.array(z.string()).min(1),
});
export type CudaManifest = z.infer<typeof cudaManifestSchema>;

/** @throws Error for a file that is not a manifest: it comes with the program, so that is a bug. */
export async function readCudaManifest(path: string): Promise<CudaManifest> {
  return cudaManifestSchema.parse(JSON.parse(await readFile(path, 'utf8')));
}

/** NuGet's name of the package file. */
export const packageFileName = (manifest: CudaManifest): string =>
  `${manifest.package}.${manifest.version}.nupkg`.toLowerCase();
