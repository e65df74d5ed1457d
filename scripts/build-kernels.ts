/**
 * `npm run build:kernels`: compiles the engine's C sources to WebAssembly and writes each as a TypeScript constant, so that
 * nobody needs a C compiler but who changes a source. Needs Debian's clang-14 and lld-14 (`apt-get install`), or others
 * by CLANG=…
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kernelSourceSha256 } from '../src/engine/wasm/testing/kernel-source.ts';

const engine = join(import.meta.dirname, '../src/engine');
const kernels = {
  jpeg: join(engine, 'decode/jpeg'),
  resample: join(engine, 'register/resample-kernel'),
  block: join(engine, 'register/block-kernel'),
};
const flags = [
  '--target=wasm32',
  '-O3',
  '-msimd128',
  '-mbulk-memory',
  '-nostdlib',
  '-ffreestanding',
  '-Wall',
  '-Wextra',
  '-Werror',
  '-Wl,--no-entry',
  '-Wl,--export=__heap_base',
  '-Wl,--strip-all',
  '-Wl,-z,stack-size=65536',
];

const work = mkdtempSync(join(tmpdir(), 'fiducial-kernels-'));
try {
  for (const [name, folder] of Object.entries(kernels)) {
    const out = join(work, `${name}.wasm`);
    const source = join(folder, `${name}.c`);
    execFileSync(process.env.CLANG ?? 'clang-14', [...flags, '-o', out, source], { stdio: 'inherit' });
    writeFileSync(
      join(folder, `${name}-kernel-bytes.ts`),
      `/** Made by \`npm run build:kernels\` from the C sources beside it; not to be edited. */
export const ${name}KernelSourceSha256 = '${kernelSourceSha256(folder)}';

/** WebAssembly, base64. */
export const ${name}KernelBytes =
  '${readFileSync(out).toString('base64')}';
`,
    );
  }
} finally {
  rmSync(work, { recursive: true });
}
