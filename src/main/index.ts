/** Where Electron begins. Nothing here waits for `ready` at the top level: Electron emits it only afterwards. */
import { startShell } from './app/start-shell.ts';

startShell();
