/** `npm run central`: the central API, and its administrator's commands. Settings come from the environment: docs/central.md. */
import { runCommand } from './commands/run-command.ts';
import { readConfig } from './config.ts';
import { serve } from './server.ts';

const read = readConfig(process.env);
const args = process.argv.slice(2);
if (!read.ok) {
  process.stderr.write(`central: ${read.message}\n`);
  process.exitCode = 2;
} else if (args.length === 0) {
  process.exitCode = await serve(read.config);
} else {
  process.exitCode = await runCommand(read.config, args, process.stdin, (line) => process.stdout.write(`${line}\n`));
}
