import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { backupRestored } from '../core/audit/entries.ts';
import { type AppError, ok, type Result } from '../core/kernel/result.ts';
import { recordAction } from '../station/audit/action.ts';
import { chainState } from '../station/audit/chain-state.ts';
import { hashOfFile } from '../station/backup/make-backup.ts';
import { restoreBackup } from '../station/backup/restore-backup.ts';
import { openStation } from '../station/compose.ts';
import { openDatabase } from '../station/db/open.ts';
import { type Action, type CommonOptions, dataDirOf, newCommand, refuse } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { openForUser } from './open-existing.ts';
import type { Terminal } from './terminal.ts';

const command = (): Command =>
  newCommand('restore', 'put a backup in the place of the database, which is put aside and kept').argument(
    '<file>',
    'a file that "backup" wrote; it is verified first',
  );

const action: Action<CommonOptions> = async (terminal, options, [file = '']) => {
  const allowed = await mayRestore(terminal, options);
  if (!allowed.ok) return refuse(terminal, options, allowed.error);
  const dataDir = dataDirOf(options);
  const restored = restoreBackup(dataDir, file, new Date().toISOString());
  if (!restored.ok) return refuse(terminal, options, restored.error);
  // The first opening notices what the log has lost, and says so in it.
  const station = await openStation({ dataDir });
  if (!station.ok) return refuse(terminal, options, station.error);
  const { context, signer, close } = station.value;
  try {
    const sha256 = await hashOfFile(file);
    const logged = recordAction(context, backupRestored({ station: context.station, sha256 }));
    const state = chainState(context.db, signer);
    for (const read of [logged, state]) if (!read.ok) return refuse(terminal, options, read.error);
    const lost = state.ok ? state.value.rollbacks.at(-1) : undefined;
    const { size, putAside, missingOriginals } = restored.value;
    if (options.json) {
      const told = lost === undefined ? null : { from: lost.lostFrom, to: lost.lostTo };
      const line = { restored: file, size, put_aside: putAside, missing_originals: missingOriginals, lost: told };
      terminal.line(JSON.stringify(line));
    } else {
      terminal.line(`Restored: ${size} log entries from ${file}`);
      if (putAside !== null) terminal.line(`The database that was there before is kept: ${putAside}`);
      if (lost !== undefined)
        terminal.line(
          `The log says what is lost: it had ${lost.lostTo} signed entries and goes on from ${lost.lostFrom}.`,
        );
      if (missingOriginals > 0)
        terminal.line(
          `${missingOriginals} original images are not here: copy the folder "images" from where it is kept.`,
        );
    }
    return exitStatus.ok;
  } finally {
    close();
  }
};

/** Asks the station that is there now. One that cannot be opened knows nobody: whoever has its files may replace them. */
async function mayRestore(terminal: Terminal, options: CommonOptions): Promise<Result<void, AppError>> {
  const file = join(dataDirOf(options), 'station.db');
  if (!existsSync(file)) return ok(undefined);
  const present = openDatabase({ file, readOnly: true });
  if (!present.ok) return ok(undefined);
  present.value.close();
  const station = await openForUser(terminal, options);
  if (!station.ok) return station.error.code === 'DB_CORRUPT' ? ok(undefined) : station;
  const allowed = station.value.context.may('backup.restore');
  station.value.close();
  return allowed;
}

export const restore = { command, action };
