import type { Command } from 'commander';
import { type Action, type CommonOptions, newCommand, refuse } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { openExisting } from './open-existing.ts';

interface RotateOptions extends CommonOptions {
  readonly lost?: boolean;
}

const command = (): Command =>
  newCommand('rotate-key', 'begin a new signing key; the old one signs that and is destroyed').option(
    '--lost',
    'although the present key cannot be used: the log then says for good that nobody vouched for the new one',
  );

const action: Action<RotateOptions> = async (terminal, options) => {
  const station = await openExisting(terminal, options);
  if (!station.ok) return refuse(terminal, options, station.error);
  const { context, signer, close } = station.value;
  try {
    const begun = signer.rotate(context, options.lost === true);
    if (!begun.ok) return refuse(terminal, options, begun.error);
    const { number, vkey, startedSeq } = begun.value;
    if (options.json) terminal.line(JSON.stringify({ epoch: number, vkey, started_seq: startedSeq }));
    else {
      terminal.line(
        `Epoch ${number} begins with entry ${startedSeq}. Its verifier key, for whoever verifies this log:`,
      );
      terminal.line(vkey);
    }
    return exitStatus.ok;
  } finally {
    close();
  }
};

export const auditRotateKey = { command, action };
