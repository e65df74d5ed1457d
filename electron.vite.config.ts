import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** `out` is what is started and packed; e2e/window-build.ts names another folder where several builds live side by side. */
const outDir = process.env.FIDUCIAL_BUILD_DIR || 'out';

/** `main` and `preload` for Electron, `renderer` for `app://workstation/`. Native packages stay outside. */
export default defineConfig({
  main: {
    build: {
      outDir: `${outDir}/main`,
      // Of hundreds of small files each: from one bundle they load in a fraction of the time, in every start.
      externalizeDeps: { exclude: ['@fiducial/protocol', 'kysely', 'zod'] },
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          // A thread of its own: src/main/app/program.ts names its file.
          'verification-worker': 'src/station/audit/verification-worker.ts',
        },
      },
    },
  },
  preload: {
    build: {
      outDir: `${outDir}/preload`,
      externalizeDeps: false,
      // A sandboxed preload script is one CommonJS file.
      rolldownOptions: {
        input: { index: 'src/preload/index.ts' },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'src/renderer',
    base: './',
    plugins: [react()],
    build: {
      outDir: `${outDir}/renderer`,
      // electron-vite leaves it out, and the page would parse three times as much before it can draw.
      minify: 'oxc',
      // Everything stays a file of its own: the window's policy lets no inline data run.
      assetsInlineLimit: 0,
      rolldownOptions: { input: { index: 'src/renderer/index.html' } },
    },
  },
});
