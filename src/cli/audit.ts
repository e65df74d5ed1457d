import { auditEntrySchema, toHex } from '@fiducial/protocol/audit';
import { type Command, InvalidArgumentError } from 'commander';
import type { AppError } from '../core/kernel/result.ts';
import { verifyInThread } from '../station/audit/verify-in-thread.ts';
import { programFolders } from '../station/compose.ts';
import { type Action, type CommonOptions, newCommand, refuse } from './command.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { existingFile, openToRead } from './open-existing.ts';
import { type Progress, showProgress } from './progress.ts';
import { type Terminal, tint } from './terminal.ts';

const verifyAction: Action<CommonOptions> = async (terminal, options) => {
  const file = existingFile(options);
  if (!file.ok) return refuse(terminal, options, file.error);
  let progress: Progress | null = null;
  const checked = await verifyInThread({
    file: file.value,
    thread: programFolders().logVerifier,
    stop: terminal.stop,
    onProgress({ checked, size }) {
      progress ??= showProgress(terminal, size, 'entries');
      progress.reach(checked);
    },
  });
  (progress as Progress | null)?.end();
  if (!checked.ok) return refuse(terminal, options, checked.error, statusOf(checked.error));
  const report = checked.value;
  const root = report.ok ? { ...report, root: toHex(report.root) } : report;
  if (options.json) terminal.line(JSON.stringify(root));
  else if (report.ok)
    terminal.line(`${tint(terminal, 'green', 'OK')}  ${report.size} entries, root ${toHex(report.root)}`);
  else
    terminal.line(
      `${tint(terminal, 'red', 'DAMAGED')}  at entry ${report.index} (${report.damage}): ${report.message}`,
    );
  return report.ok ? exitStatus.ok : exitStatus.problems;
};

const statusOf = ({ code }: AppError): ExitStatus =>
  code === 'AUDIT_VERIFICATION_STOPPED' ? exitStatus.interrupted : exitStatus.problems;

interface ShowOptions extends CommonOptions {
  readonly last: number;
}

const showAction: Action<ShowOptions> = async (terminal, options) => {
  const db = openToRead(options);
  if (!db.ok) return refuse(terminal, options, db.error);
  const { query, all, read, close } = db.value;
  try {
    const rows = read(() =>
      all(query.selectFrom('audit_entries').select('entry').orderBy('seq', 'desc').limit(options.last)),
    );
    if (!rows.ok) return refuse(terminal, options, rows.error);
    for (const { entry } of rows.value.toReversed()) terminal.line(options.json ? entry : entryText(terminal, entry));
    return exitStatus.ok;
  } finally {
    close();
  }
};

/** `12  2026-11-21 08:27:18  inspection.completed  inspection 01a1…  root` */
function entryText(terminal: Terminal, text: string): string {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const parsed = auditEntrySchema.safeParse(json);
  if (!parsed.success) return `${tint(terminal, 'red', 'unreadable')}  ${text}`;
  const { seq, time, action, object, actor } = parsed.data;
  const when = tint(terminal, 'gray', `${time.slice(0, 10)} ${time.slice(11, 19)}`);
  return `${String(seq).padStart(6)}  ${when}  ${action.padEnd(22)}  ${object.type} ${object.id}  ${actor.name}`;
}

const parseCount = (text: string): number => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return count;
};

export const auditVerify = {
  command: (): Command =>
    newCommand('verify', 'recompute the whole log and name the first damage; exit status 3 where there is one'),
  action: verifyAction,
};

export const auditShow = {
  command: (): Command =>
    newCommand('show', 'the newest entries, oldest first').option('-n, --last <count>', 'how many', parseCount, 20),
  action: showAction,
};
