/** `fiducial sync retry` and `skip`: what becomes of one item. */
import type { Command } from 'commander';
import { type AppError, ok, type Result } from '../core/kernel/result.ts';
import type { Station } from '../station/compose.ts';
import { retryItem, skipItem } from '../station/sync/ledger.ts';
import { type Action, type CommonOptions, newCommand } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { onStation } from './on-station.ts';

const changing =
  <Options extends CommonOptions>(
    change: (station: Station, id: string, options: Options) => Result<void, AppError>,
    said: string,
  ): Action<Options> =>
  (terminal, options, [id = '']) =>
    onStation(terminal, options, async (station) => {
      const done = change(station, id, options);
      if (!done.ok) return done;
      terminal.line(options.json ? JSON.stringify({ id, state: said }) : `${id}: ${said}`);
      return ok(exitStatus.ok);
    });

export const syncRetry = {
  command: (): Command =>
    newCommand('retry', 'an item that was set aside or skipped waits again').argument(
      '<id>',
      'of `fiducial sync list`',
    ),
  action: changing<CommonOptions>(({ context }, id) => retryItem(context, id), 'pending'),
};
export const syncSkip = {
  command: (): Command =>
    newCommand('skip', 'an item is not sent; the log says why')
      .argument('<id>', 'of `fiducial sync list`')
      .requiredOption('--reason <text>', 'why'),
  action: changing<CommonOptions & { readonly reason: string }>(
    ({ context }, id, { reason }) => skipItem(context, id, reason),
    'skipped',
  ),
};
