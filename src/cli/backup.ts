import type { Command } from 'commander';
import { makeBackup } from '../station/backup/make-backup.ts';
import { type Action, type CommonOptions, newCommand, refuse } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { openExisting } from './open-existing.ts';

const command = (): Command =>
  newCommand('backup', 'copy the database into one file, while the station works').argument(
    '<file>',
    'a new file; the original images are not in it: copy the folder "images" as well',
  );

const action: Action<CommonOptions> = async (terminal, options, [file = '']) => {
  const station = await openExisting(terminal, options);
  if (!station.ok) return refuse(terminal, options, station.error);
  try {
    const made = await makeBackup(station.value.context, file);
    if (!made.ok) return refuse(terminal, options, made.error);
    const { path, sha256, size, originals } = made.value;
    if (options.json) terminal.line(JSON.stringify({ backup: path, sha256, size, originals }));
    else {
      terminal.line(`Backup written: ${path} (${size} log entries, SHA-256 ${sha256})`);
      terminal.line(`Not in it: ${originals} original images (copy the folder "images") and the log's private key.`);
    }
    return exitStatus.ok;
  } finally {
    station.value.close();
  }
};

export const backup = { command, action };
