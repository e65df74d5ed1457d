import type { Command } from 'commander';
import { exportLog } from '../station/audit/export-log.ts';
import { type Action, type CommonOptions, newCommand, refuse } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { openExisting } from './open-existing.ts';
import { type Progress, showProgress } from './progress.ts';

const command = (): Command =>
  newCommand('export', 'write the signed log as files that other people’s tools verify (C2SP tlog-tiles)').argument(
    '<folder>',
    'a new or empty folder; an empty one is filled',
  );

const action: Action<CommonOptions> = async (terminal, options, [folder = '']) => {
  const station = await openExisting(terminal, options);
  if (!station.ok) return refuse(terminal, options, station.error);
  let progress: Progress | null = null;
  try {
    const written = await exportLog(station.value.context, folder, {
      stop: terminal.stop,
      onProgress: (entries, size) => {
        progress ??= showProgress(terminal, size, 'entries');
        progress.reach(entries);
      },
    });
    (progress as Progress | null)?.end();
    if (!written.ok) {
      const stopped = written.error.code === 'AUDIT_EXPORT_STOPPED';
      return refuse(terminal, options, written.error, stopped ? exitStatus.interrupted : exitStatus.problems);
    }
    const { folder: path, size, root } = written.value;
    if (options.json) terminal.line(JSON.stringify({ export: path, size, root }));
    else {
      terminal.line(`Log exported: ${path} (${size} entries, root ${root})`);
      terminal.line('Verify it anywhere with "fiducial audit verify --export", or with resources/verify and Python.');
    }
    return exitStatus.ok;
  } finally {
    station.value.close();
  }
};

export const auditExport = { command, action };
