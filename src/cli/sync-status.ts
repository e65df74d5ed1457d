/** `fiducial sync status`: where results go and how many wait. */
import type { Command } from 'commander';
import { ok } from '../core/kernel/result.ts';
import { ledgerCounts } from '../station/sync/ledger-counts.ts';
import { downKinds, readSyncState } from '../station/sync/sync-state.ts';
import { type Action, type CommonOptions, newCommand } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { onStation, settingsOf } from './on-station.ts';

const statusAction: Action<CommonOptions> = (terminal, options) =>
  onStation(terminal, options, async (station) => {
    const { db } = station.context;
    const read = ledgerCounts(db);
    if (!read.ok) return read;
    const state = db.read(() => ({
      copied: readSyncState(db, 'log_copied') ?? 0,
      paused: readSyncState(db, 'paused') ?? false,
      fetched: readSyncState(db, 'fetched') ?? {},
      refused: readSyncState(db, 'refused') ?? {},
    }));
    if (!state.ok) return state;
    const settings = settingsOf(station);
    const central = settings?.centralSync ?? null;
    const signIn = settings?.centralSignIn ?? null;
    const { pending, pictures, setAside } = read.value;
    const { copied, paused, fetched, refused } = state.value;
    if (options.json)
      terminal.line(
        JSON.stringify({
          url: central?.url ?? null,
          paused,
          pending,
          pictures,
          set_aside: setAside,
          log_copied: copied,
          sign_in: signIn && { url: signIn.url, grace_days: signIn.graceDays },
          fetched,
          refused,
        }),
      );
    else {
      terminal.line(
        central === null ? 'Off: no central service is set.' : `${paused ? 'Paused' : 'On'}: ${central.url}`,
      );
      terminal.line(`${pending} wait (${pictures} images), ${setAside} set aside. ${copied} log entries copied.`);
      if (signIn !== null)
        terminal.line(`People of ${signIn.url} sign in here, and for ${signIn.graceDays} days without it.`);
      for (const kind of downKinds) {
        if (fetched[kind] !== undefined) terminal.line(`Its ${kind} are here as of ${fetched[kind]}.`);
        for (const { name, code } of refused[kind] ?? []) terminal.line(`Not taken over: ${kind} ${name} (${code}).`);
      }
    }
    return ok(exitStatus.ok);
  });

export const syncStatus = {
  command: (): Command => newCommand('status', 'where results go and how many wait'),
  action: statusAction,
};
