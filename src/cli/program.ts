import { Command, CommanderError } from 'commander';
import { redact } from '../core/kernel/redact.ts';
import { auditExport } from './audit-export.ts';
import { auditRotateKey } from './audit-rotate-key.ts';
import { auditShow } from './audit-show.ts';
import { auditVerify } from './audit-verify.ts';
import { backup } from './backup.ts';
import { blankValue } from './blank-values.ts';
import { type Action, refuse } from './command.ts';
import { cuda } from './cuda.ts';
import { doctor } from './doctor.ts';
import { cliError } from './errors.ts';
import { evidenceCreate, evidenceVerify } from './evidence.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { exportDataset } from './export.ts';
import { inspect } from './inspect.ts';
import { modelsAdd, modelsList, modelsRemove, modelsUse, modelsVerify } from './models.ts';
import { report } from './report.ts';
import { restore } from './restore.ts';
import { samples } from './samples.ts';
import { syncBucketClear, syncBucketSet, syncBucketShow } from './sync-bucket.ts';
import { syncRetry, syncSkip } from './sync-items.ts';
import { syncList } from './sync-list.ts';
import { syncPause, syncResume } from './sync-pause.ts';
import { syncResend } from './sync-resend.ts';
import { syncRun } from './sync-run.ts';
import { syncSet } from './sync-set.ts';
import { syncStatus } from './sync-status.ts';
import { syncWitnessAccept, syncWitnessShow } from './sync-witness.ts';
import { forCommand, type Terminal } from './terminal.ts';
import {
  usersAdd,
  usersCentral,
  usersDisable,
  usersEnable,
  usersList,
  usersRecover,
  usersRole,
  usersUnlock,
} from './users.ts';

/** A command of the program: what it takes and what it does. Options are what its own parser made of the arguments. */
interface CommandModule {
  readonly command: () => Command;
  readonly action: Action<never>;
  /** Of a group: what its name alone does. */
  readonly isDefault?: boolean;
}

/** Parses the arguments and runs one command. Never throws and never prints a stack trace, unless FIDUCIAL_DEBUG is set. */
export async function commandLine(argv: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.ok;
  const program = new Command('fiducial')
    .description('Fiducial inspects printed circuit boards on this station.')
    .configureOutput({
      writeOut: (text) => terminal.line(text.trimEnd()),
      writeErr: (text) => terminal.note(text.trimEnd()),
      // Told below, as every command tells what it refuses.
      outputError: () => undefined,
    })
    .addHelpText(
      'after',
      `
Exit status of every command: 0 done; 2 wrong usage; 3 refused, not all of it done, or a check failed; 70 a bug;
130 stopped by Ctrl-C. With --json whatever is refused is one line {"error":{"code","message"}}.`,
    )
    .exitOverride();
  const add = (parent: Command, { command, action, isDefault = false }: CommandModule): void => {
    const made = command();
    made.action(async () => {
      const told = forCommand(terminal, made.opts());
      const blank = blankValue(made);
      status =
        blank === null
          ? await action(told, made.opts() as never, made.args)
          : refuse(told, made.opts(), cliError('USAGE', blank), exitStatus.usage);
    });
    parent.addCommand(inherit(made, program), { isDefault });
  };
  for (const module of [inspect, samples, report, exportDataset, backup, restore, doctor, cuda]) add(program, module);
  const group = (name: string, summary: string, modules: readonly CommandModule[], parent = program): Command => {
    const made = inherit(new Command(name).description(summary), program);
    for (const module of modules) add(made, module);
    parent.addCommand(made);
    return made;
  };
  group('models', 'models of this station', [modelsList, modelsVerify, modelsAdd, modelsUse, modelsRemove]);
  group('audit', 'the signed log', [auditVerify, auditShow, auditExport, auditRotateKey]);
  group('evidence', 'one file for one board, and the proof of it', [evidenceCreate, evidenceVerify]);
  const sync = group('sync', 'sending to the central service', [
    syncRun,
    syncStatus,
    syncList,
    syncSet,
    syncPause,
    syncResume,
    syncRetry,
    syncSkip,
    syncResend,
  ]);
  const ofBucket = [syncBucketSet, syncBucketShow, syncBucketClear];
  group('bucket', 'credentials of this station for the bucket of the central service', ofBucket, sync);
  group('witness', 'whose countersignature of the log is believed', [syncWitnessShow, syncWitnessAccept], sync);
  group('users', 'people of this station', [
    usersAdd,
    usersList,
    usersRole,
    usersDisable,
    usersEnable,
    usersCentral,
    usersUnlock,
    usersRecover,
  ]);
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return status;
  } catch (thrown) {
    const json = wantsJson(argv);
    const told = forCommand(terminal, { json });
    if (thrown instanceof CommanderError) {
      return thrown.exitCode === 0
        ? exitStatus.ok
        : refuse(told, { json }, cliError('USAGE', wordsOfUsage(thrown)), exitStatus.usage);
    }
    const message = redact(thrown instanceof Error ? thrown.message : String(thrown));
    const bug = `${message}. This is a bug; what was printed before it is stored.`;
    refuse(told, { json }, cliError('INTERNAL', bug));
    if (process.env.FIDUCIAL_DEBUG && thrown instanceof Error)
      for (const line of redact(thrown.stack ?? '').split('\n')) told.note(line);
    return exitStatus.internal;
  }
}

/** Asked of the arguments themselves: they could not be parsed. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  return argv.slice(0, end < 0 ? argv.length : end).includes('--json');
}

/** Commander's own words, in one line. */
function wordsOfUsage({ code, message }: CommanderError): string {
  if (code === 'commander.help') return 'name a command, or ask for --help';
  return message.replace(/^error: /, '').replace(/\n(?=\(Did you mean )/, ' ');
}

/** Commander copies output and exit settings only to commands it makes itself. */
const inherit = (command: Command, program: Command): Command => command.copyInheritedSettings(program);
