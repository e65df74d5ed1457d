/** `fiducial sync pause` and `resume`. */
import type { Command } from 'commander';
import { fail, ok } from '../core/kernel/result.ts';
import { syncError } from '../core/sync/errors.ts';
import { openSync } from '../station/sync/open-sync.ts';
import { type Action, type CommonOptions, newCommand } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { onStation } from './on-station.ts';

/** Only the mark is written: nothing is sent from here. */
const nothing = {
  settings: () => null,
  receiveRecipe: null,
  receivesPeople: false,
  models: null,
  credentials: { token: () => fail(syncError('SYNC_TOKEN_MISSING')), bucket: () => ok(null) },
  onChange: () => undefined,
  onProblem: () => undefined,
} as const;

const pausing =
  (paused: boolean): Action<CommonOptions> =>
  (terminal, options) =>
    onStation(terminal, options, async ({ context, images }) => {
      const allowed = context.may('setting.change');
      if (!allowed.ok) return allowed;
      const kept = await openSync({ context, images, ...nothing }).pause(paused);
      if (!kept.ok) return kept;
      terminal.line(options.json ? JSON.stringify({ paused }) : paused ? 'Paused.' : 'Resumed.');
      return ok(exitStatus.ok);
    });

export const syncPause = {
  command: (): Command => newCommand('pause', 'stop sending, also after a restart'),
  action: pausing(true),
};
export const syncResume = { command: (): Command => newCommand('resume', 'go on sending'), action: pausing(false) };
