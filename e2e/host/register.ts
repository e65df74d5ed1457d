/** Maps the module name `electron` onto the stand-in, for import and require alike. Loaded by `node --import`. */

import { enableCompileCache, registerHooks } from 'node:module';
import { join } from 'node:path';

// Its TypeScript is stripped once, not at every start: that time is none of the app's.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/stand-in'));

const standIn = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(\/(main|common))?$/.test(specifier)
      ? { url: standIn, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});
