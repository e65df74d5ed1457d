import { readFileSync } from 'node:fs';
import { toHex } from '@fiducial/protocol/audit';
import type { Command } from 'commander';
import { fail, ok, type Result } from '../core/kernel/result.ts';
import type { StationLogReport } from '../station/audit/verify.ts';
import { verifyExportedLog } from '../station/audit/verify-exported-log.ts';
import { type VerificationFailure, verifyInThread } from '../station/audit/verify-in-thread.ts';
import { programFolders } from '../station/compose.ts';
import { type Action, type CommonOptions, newCommand, refuse } from './command.ts';
import { cliError } from './errors.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { existingFile } from './open-existing.ts';
import { type Progress, showProgress } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { tint } from './terminal-text.ts';

interface VerifyOptions extends CommonOptions {
  readonly export?: string;
  readonly keys?: string;
}

const command = (): Command =>
  newCommand('verify', 'recompute the whole log and name the first damage; exit status 3 where there is one')
    .option('--export <folder>', 'verify a log that "audit export" wrote, and not the one of this station')
    .option('--keys <file>', 'verifier keys that you got another way, one a line; with --export');

const action: Action<VerifyOptions> = async (terminal, options) => {
  if (options.export !== undefined) return verifyFolder(terminal, options, options.export);
  if (options.keys !== undefined)
    return refuse(terminal, options, cliError('USAGE', '--keys goes with --export.'), exitStatus.usage);
  const file = existingFile(options);
  if (!file.ok) return refuse(terminal, options, file.error);
  const checked = await verifyStation(terminal, file.value);
  return checked.ok
    ? tell(terminal, options, checked.value)
    : refuse(terminal, options, checked.error, statusOf(checked.error));
};

async function verifyStation(terminal: Terminal, file: string): Promise<Result<StationLogReport, VerificationFailure>> {
  let progress: Progress | null = null;
  const checked = await verifyInThread({
    file,
    thread: programFolders().logVerifier,
    stop: terminal.stop,
    onProgress({ checked, size }) {
      progress ??= showProgress(terminal, size, 'entries');
      progress.reach(checked);
    },
  });
  (progress as Progress | null)?.end();
  return checked;
}

function verifyFolder(terminal: Terminal, options: VerifyOptions, folder: string): ExitStatus {
  const keys = options.keys === undefined ? ok(null) : readKeys(options.keys);
  if (!keys.ok) return refuse(terminal, options, keys.error, exitStatus.usage);
  return tell(terminal, options, verifyExportedLog(folder, keys.value));
}

function readKeys(file: string) {
  try {
    const lines = readFileSync(file, 'utf8').split(/\r?\n/);
    return ok(lines.map((line) => line.trim()).filter((line) => line !== ''));
  } catch {
    return fail(cliError('USAGE', `The file of keys ${file} cannot be read.`));
  }
}

function tell(terminal: Terminal, { json }: CommonOptions, report: StationLogReport): ExitStatus {
  if (json) terminal.line(JSON.stringify(jsonOf(report)));
  else for (const line of textOf(terminal, report)) terminal.line(line);
  return report.ok ? exitStatus.ok : exitStatus.problems;
}

function jsonOf(report: StationLogReport): object {
  if (!report.ok) return report;
  const { size, root, signedSize, witnessedSize, epochs, rollbacks } = report;
  return {
    ok: true,
    size,
    root: toHex(root),
    signed_size: signedSize,
    witnessed_size: witnessedSize,
    epochs: epochs.map(({ number, vkey, startedSeq, handOver }) => ({
      number,
      vkey,
      started_seq: startedSeq,
      hand_over: handOver,
    })),
    rollbacks: rollbacks.map(({ seq, lostFrom, lostTo }) => ({ seq, lost_from: lostFrom, lost_to: lostTo })),
  };
}

function textOf(terminal: Terminal, report: StationLogReport): readonly string[] {
  if (!report.ok) {
    const { index, damage, message } = report;
    return [`${tint(terminal, 'red', 'DAMAGED')}  at entry ${index} (${damage}): ${message}`];
  }
  const { size, root, signedSize, epochs, rollbacks } = report;
  const head = `${tint(terminal, 'green', 'OK')}  ${size} entries, root ${toHex(root)}`;
  const signed = `    ${signedSize} of them signed, by ${epochs.length} ${epochs.length === 1 ? 'key' : 'keys'} after another`;
  const note = (text: string): string => `${tint(terminal, 'yellow', 'NOTE')}  ${text}`;
  return [
    head,
    signed,
    ...epochs
      .filter(({ handOver }) => handOver === 'lost')
      .map(({ number, startedSeq }) =>
        note(`the key of epoch ${number} (entry ${startedSeq}) followed a lost one: nobody vouches for it`),
      ),
    ...rollbacks.map(({ seq, lostFrom, lostTo }) =>
      note(`entry ${seq} says that the log was set back from ${lostTo} entries to ${lostFrom}`),
    ),
  ];
}

const statusOf = ({ code }: VerificationFailure): ExitStatus =>
  code === 'AUDIT_VERIFICATION_STOPPED' ? exitStatus.interrupted : exitStatus.problems;

export const auditVerify = { command, action };
