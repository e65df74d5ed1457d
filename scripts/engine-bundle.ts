/**
 * The engine as plain JavaScript for a packaged program: its process and its two threads, each one file beside the
 * others. Native packages and OpenCV stay packages. In development the engine runs from its sources.
 */
import { join } from 'node:path';
import { build, type Plugin } from 'vite';
import { projectRoot } from '../e2e/window-build.ts';

const engine = join(projectRoot, 'src', 'engine');

/** Threads are started by the address of their source; in the bundle they lie beside the process's file. */
const threadsBesideMain: Plugin = {
  name: 'threads-beside-main',
  enforce: 'pre',
  transform(code, id) {
    if (!id.startsWith(engine)) return null;
    return code.replace(
      /new URL\('\.\/[\w-]+\/([\w-]+-worker)\.ts', import\.meta\.url\)/g,
      "new URL('./$1.js', import.meta.url)",
    );
  },
};

export async function bundleEngine(out = join(projectRoot, 'out', 'engine')): Promise<void> {
  await build({
    configFile: false,
    root: projectRoot,
    logLevel: 'warn',
    plugins: [threadsBesideMain],
    ssr: { noExternal: true, external: ['sharp', 'onnxruntime-node', '@techstark/opencv-js'] },
    build: {
      ssr: true,
      target: 'node24',
      outDir: out,
      emptyOutDir: true,
      rolldownOptions: {
        input: {
          main: join(engine, 'main.ts'),
          'vision-worker': join(engine, 'pipeline', 'vision-worker.ts'),
          'inference-worker': join(engine, 'infer', 'inference-worker.ts'),
        },
        // Flat: what the engine reads from the program's resources is found relative to its files.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
}
