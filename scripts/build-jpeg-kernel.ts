/**
 * `npm run build:jpeg`: compiles src/engine/decode/jpeg/*.c to WebAssembly and writes it as a TypeScript constant, so that
 * nobody needs a C compiler but who changes the source. Needs Debian's clang-14 and lld-14 (`apt-get install`), or others
 * by CLANG=…
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jpegSourceSha256 } from '../src/engine/decode/jpeg/testing/jpeg-source.ts';

const folder = join(import.meta.dirname, '../src/engine/decode/jpeg');
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

const work = mkdtempSync(join(tmpdir(), 'fiducial-jpeg-'));
try {
  const out = join(work, 'jpeg.wasm');
  execFileSync(process.env.CLANG ?? 'clang-14', [...flags, '-o', out, join(folder, 'jpeg.c')], { stdio: 'inherit' });
  const wasm = readFileSync(out).toString('base64');
  writeFileSync(
    join(folder, 'jpeg-kernel-bytes.ts'),
    `/** Made by \`npm run build:jpeg\` from the C sources beside it; not to be edited. */
export const jpegKernelSourceSha256 = '${jpegSourceSha256()}';

/** WebAssembly, base64. */
export const jpegKernelBytes =
  '${wasm}';
`,
  );
} finally {
  rmSync(work, { recursive: true });
}
