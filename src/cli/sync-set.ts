/** `fiducial sync set`: where results go, with which token, and whether people of the service sign in here. */
import type { Command } from 'commander';
import { type AppError, fail, ok, type Result } from '../core/kernel/result.ts';
import { syncError } from '../core/sync/errors.ts';
import type { Station } from '../station/compose.ts';
import { changeSettings } from '../station/settings/site-settings.ts';
import { isToken } from '../station/sync/connection-credentials.ts';
import { type Action, type CommonOptions, newCommand } from './command.ts';
import { readSecret } from './credentials.ts';
import { cliError } from './errors.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { onStation, settingsOf } from './on-station.ts';
import { changeStationConnection } from './station-connection.ts';
import type { Terminal } from './terminal.ts';
import { wholeNumber } from './whole-number.ts';

interface SetOptions extends CommonOptions {
  readonly url?: string;
  readonly cap?: number;
  readonly off?: boolean;
  /** Days of grace; false: people of the centre do not sign in here. */
  readonly signIn?: number | false;
}

const setAction: Action<SetOptions> = (terminal, options) =>
  onStation(terminal, options, async (station) => {
    if (options.off === true) {
      const off = changeStationConnection(station, { target: null, token: null });
      if (!off.ok) return off;
      terminal.line(options.json ? JSON.stringify({ url: null }) : 'Off. Nothing is sent; everything is kept.');
      return ok(exitStatus.ok);
    }
    if (options.url === undefined && options.signIn !== undefined) return setSignIn(terminal, options, station);
    if (options.url === undefined) return fail(cliError('USAGE', 'Say where to send with --url, or --off.'));
    const allowed = station.context.may('setting.change');
    if (!allowed.ok) return allowed;
    const secret = await readSecret(terminal, 'FIDUCIAL_CENTRAL_TOKEN_FILE', 'Token of this station: ');
    if (!secret.ok) return secret;
    const token = secret.value.trim();
    if (!isToken(token)) return fail(cliError('USAGE', 'That is no token. Nothing was changed.'));
    const target = { url: options.url, bytesPerSecond: options.cap ?? null };
    const signIn = options.signIn === undefined ? {} : { centralSignIn: signInOf(options.url, options.signIn) };
    const set = changeStationConnection(station, { target, token }, signIn);
    if (!set.ok) return set;
    terminal.line(options.json ? JSON.stringify({ url: options.url }) : `Results go to ${options.url}.`);
    return ok(exitStatus.ok);
  });

const signInOf = (url: string, days: number | false) => (days === false ? null : { url, graceDays: days });

/** Whether people of the centre that results go to sign in here. */
function setSignIn(terminal: Terminal, options: SetOptions, station: Station): Result<ExitStatus, AppError> {
  const { signIn = false } = options;
  const url = settingsOf(station)?.centralSync?.url;
  if (signIn !== false && url === undefined) return fail(syncError('SYNC_NOT_CONFIGURED'));
  const set = changeSettings(station.context, { centralSignIn: signInOf(url ?? '', signIn) });
  if (!set.ok) return set;
  const said =
    signIn === false
      ? 'People of the central service do not sign in here.'
      : `People of ${url} sign in here, and for ${signIn} days without it.`;
  terminal.line(options.json ? JSON.stringify({ sign_in_days: signIn === false ? null : signIn }) : said);
  return ok(exitStatus.ok);
}

const mostDays = 90;

export const syncSet = {
  command: (): Command =>
    newCommand('set', 'where results go; the token comes from FIDUCIAL_CENTRAL_TOKEN_FILE or stdin')
      .option('--url <url>', 'address of the central service')
      .option('--cap <bytes>', 'most bytes a second', (text: string) => wholeNumber(text, 1))
      .option(
        '--sign-in <days>',
        'people of the service sign in here, and for so many days without it',
        (text: string) => wholeNumber(text, 0, mostDays),
      )
      .option('--no-sign-in', 'people of the service do not sign in here')
      .option('--off', 'send nothing any more; everything is kept'),
  action: setAction,
};
