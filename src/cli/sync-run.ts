/** `fiducial sync`: sends what waits. */
import type { Command } from 'commander';
import { type AppError, fail, ok, type Result } from '../core/kernel/result.ts';
import { type SyncError, syncError } from '../core/sync/errors.ts';
import { composeModelReceiver, composeModels, type Station } from '../station/compose.ts';
import { noSealer } from '../station/keys/sealer.ts';
import { receiveRecipe } from '../station/recipes/receive-recipe.ts';
import { type ConnectionCredentials, connectionCredentials, isToken } from '../station/sync/connection-credentials.ts';
import { openSync } from '../station/sync/open-sync.ts';
import { readSyncState } from '../station/sync/sync-state.ts';
import type { Synchroniser } from '../station/sync/synchroniser.ts';
import { type Action, type CommonOptions, newCommand } from './command.ts';
import { firstLineOf } from './credentials.ts';
import { engineLog } from './engine-log.ts';
import { exitStatus } from './exit-status.ts';
import { onStation, settingsOf } from './on-station.ts';
import { type Terminal, wordsOf } from './terminal.ts';

/** With the token of the file that FIDUCIAL_CENTRAL_TOKEN_FILE names, where it names one. */
function credentialsOf({ context, dataDir }: Station): Pick<ConnectionCredentials, 'token' | 'bucket'> {
  const stored = connectionCredentials(context.db, dataDir, noSealer);
  const file = process.env.FIDUCIAL_CENTRAL_TOKEN_FILE;
  return file ? { ...stored, token: () => tokenIn(file) } : stored;
}

function tokenIn(file: string): Result<string, SyncError> {
  const token = firstLineOf(file)?.trim() ?? '';
  return isToken(token) ? ok(token) : fail(syncError('SYNC_TOKEN_MISSING', { file: 'FIDUCIAL_CENTRAL_TOKEN_FILE' }));
}

interface RunOptions extends CommonOptions {
  readonly once?: boolean;
}

const runAction: Action<RunOptions> = (terminal, options) =>
  onStation(terminal, options, async (station) => {
    const told = new Set<string>();
    const sync = openSync({
      context: station.context,
      images: station.images,
      settings: () => settingsOf(station),
      receiveRecipe: (name, content) =>
        receiveRecipe(station.context, composeModels(station.dataDir), { name, content }),
      receivesPeople: true,
      models: composeModelReceiver(station.context, station.dataDir, engineLog(terminal).line),
      credentials: credentialsOf(station),
      onChange: () => undefined,
      onProblem(error) {
        if (told.has(error.code)) return;
        told.add(error.code);
        terminal.note(`fiducial: ${wordsOf(error)}`);
      },
    });
    // The newest entries have a signed state that can be countersigned.
    station.signer.checkpoint();
    const done = options.once === true ? await sync.once() : await untilStopped(terminal, sync);
    await sync.close();
    if (!done.ok) return done;
    sayState(terminal, options, station, sync);
    const { counts } = sync.state();
    return ok(counts.pending + counts.setAside === 0 ? exitStatus.ok : exitStatus.problems);
  });

async function untilStopped({ stop }: Terminal, sync: Synchroniser): Promise<Result<void, AppError>> {
  sync.start();
  const { state, problem } = sync.state();
  if (state === 'off' || state === 'paused') {
    return fail(problem ?? syncError(state === 'paused' ? 'SYNC_PAUSED' : 'SYNC_NOT_CONFIGURED'));
  }
  if (!stop.aborted) await new Promise((resolve) => stop.addEventListener('abort', resolve, { once: true }));
  return ok(undefined);
}

function sayState(terminal: Terminal, options: CommonOptions, { context }: Station, sync: Synchroniser): void {
  const { counts, clockOffset } = sync.state();
  const copied = context.db.read(() => readSyncState(context.db, 'log_copied'));
  const log = copied.ok ? (copied.value ?? 0) : 0;
  if (options.json) {
    const { pending, pictures, setAside } = counts;
    terminal.line(
      JSON.stringify({ pending, pictures, set_aside: setAside, log_copied: log, clock_offset: clockOffset }),
    );
    return;
  }
  const waits = counts.pending === 0 ? 'Everything is sent' : `${counts.pending} wait (${counts.pictures} images)`;
  const aside = counts.setAside === 0 ? '' : `, ${counts.setAside} set aside: fiducial sync list --state set_aside`;
  terminal.line(`${waits}${aside}. ${log} log entries copied.`);
}

export const syncRun = {
  command: (): Command =>
    newCommand('run', 'send what waits, until Ctrl-C; "sync" alone does that').option(
      '--once',
      'send what can be sent now, and end',
    ),
  action: runAction,
  isDefault: true,
};
