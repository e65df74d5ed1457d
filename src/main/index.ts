/** Where Electron begins. Nothing here waits for `ready` at the top level: Electron emits it only afterwards. */
import { join } from 'node:path';
import { startShell } from './app/start-shell.ts';

// This file is built into `main/index.js` of the bundles' folder.
startShell(join(import.meta.dirname, '..'));
