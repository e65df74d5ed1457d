import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

/** `out/main` and `out/preload` for Electron, `out/renderer` for `app://workstation/`. Native packages stay outside. */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: { exclude: ['@fiducial/protocol'] },
      rolldownOptions: { input: { index: 'src/main/index.ts' } },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
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
    build: { outDir: 'out/renderer', rolldownOptions: { input: { index: 'src/renderer/index.html' } } },
  },
});
