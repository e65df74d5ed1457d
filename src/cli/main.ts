/** Entry of the command line. Sets the exit status instead of exiting, so that stdout is written to its end. */
import { commandLine } from './program.ts';
import { processTerminal } from './terminal.ts';

const terminal = processTerminal();
process.exitCode = await terminal.ended(await commandLine(process.argv.slice(2), terminal));
