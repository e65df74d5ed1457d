/** A command that works on a station which is there already, and closes it in the end. */
import type { AppError, Result } from '../core/kernel/result.ts';
import { machineNames, type Station } from '../station/compose.ts';
import { defaultSettings, readSettings } from '../station/settings/site-settings.ts';
import { type CommonOptions, refuse } from './command.ts';
import type { ExitStatus } from './exit-status.ts';
import { openExisting } from './open-existing.ts';
import type { Terminal } from './terminal.ts';

/** What it refuses is told as every command does. */
export async function onStation(
  terminal: Terminal,
  options: CommonOptions,
  work: (station: Station) => Promise<Result<ExitStatus, AppError>>,
): Promise<ExitStatus> {
  const station = await openExisting(terminal, options);
  if (!station.ok) return refuse(terminal, options, station.error);
  try {
    const done = await work(station.value);
    return done.ok ? done.value : refuse(terminal, options, done.error);
  } finally {
    station.value.close();
  }
}

/** Null where they cannot be read. */
export const settingsOf = ({ context }: Station) => {
  const read = readSettings(context.db, defaultSettings(machineNames()));
  return read.ok ? read.value : null;
};
