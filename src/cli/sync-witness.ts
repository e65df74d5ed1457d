/** `fiducial sync witness`: whose countersignature of the log is believed. */
import type { Command } from 'commander';
import { ok } from '../core/kernel/result.ts';
import { acceptWitness, witnessKeys } from '../station/sync/witness-keys.ts';
import { type Action, type CommonOptions, newCommand } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { onStation } from './on-station.ts';

const showAction: Action<CommonOptions> = (terminal, options) =>
  onStation(terminal, options, async ({ context }) => {
    const keys = witnessKeys(context.db);
    if (!keys.ok) return keys;
    const { now, former } = keys.value;
    if (options.json) terminal.line(JSON.stringify({ witness: now, former }));
    else {
      terminal.line(now === null ? 'No service has countersigned yet.' : `Believed: ${now}`);
      for (const key of former) terminal.line(`Before:   ${key}`);
    }
    return ok(exitStatus.ok);
  });

interface AcceptOptions extends CommonOptions {
  readonly reason: string;
}

const acceptAction: Action<AcceptOptions> = (terminal, options, [vkey = '']) =>
  onStation(terminal, options, async ({ context }) => {
    const accepted = acceptWitness(context, vkey, options.reason);
    if (!accepted.ok) return accepted;
    const isNew = accepted.value !== null;
    if (options.json) terminal.line(JSON.stringify({ witness: vkey.trim(), accepted: isNew }));
    else
      terminal.line(
        isNew
          ? 'This key is believed from here on; what the one before countersigned stays countersigned.'
          : 'This key is believed already. Nothing was changed.',
      );
    return ok(exitStatus.ok);
  });

const help = `
The key that a service's witness had first is believed, and no other: whoever gets between would have another. Where the
service lost its key for good, ask whoever runs it for the new one by another way than the network, and compare. The log
says who accepted which key in the place of which; auditors need both.`;

export const syncWitnessShow = {
  command: (): Command => newCommand('show', 'the keys of the witness that are and were believed'),
  action: showAction,
};

export const syncWitnessAccept = {
  command: (): Command =>
    newCommand('accept', "believes another key of the service's witness (an administrator)")
      .argument('<key>', 'NAME+ID+KEY, as whoever runs the service gives it')
      .requiredOption('--reason <text>', 'why it is another one')
      .addHelpText('after', help),
  action: acceptAction,
};
