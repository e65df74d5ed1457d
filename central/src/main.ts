/** `npm run central`: the central API. Settings come from the environment: docs/central.md. */
import { readConfig } from './config.ts';
import { serve } from './server.ts';

const read = readConfig(process.env);
if (read.ok) process.exitCode = await serve(read.config);
else {
  process.stderr.write(`central: ${read.message}\n`);
  process.exitCode = 2;
}
