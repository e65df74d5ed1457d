/** Sending to the central service from the command line. */
import { type Command, InvalidArgumentError } from 'commander';
import { type AppError, fail, ok, type Result } from '../core/kernel/result.ts';
import { type SyncError, syncError } from '../core/sync/errors.ts';
import { type OutboxState, outboxStates } from '../core/sync/outbox.ts';
import { composeModelReceiver, composeModels, machineNames, type Station } from '../station/compose.ts';
import { noSealer } from '../station/keys/sealer.ts';
import { receiveRecipe } from '../station/recipes/receive-recipe.ts';
import { changeSettings, defaultSettings, readSettings } from '../station/settings/site-settings.ts';
import { type DeviceToken, deviceToken, isToken } from '../station/sync/device-token.ts';
import { retryItem, skipItem } from '../station/sync/ledger.ts';
import { ledgerCounts } from '../station/sync/ledger-counts.ts';
import { type LedgerItem, ledgerPage } from '../station/sync/ledger-page.ts';
import { openSync } from '../station/sync/open-sync.ts';
import { downKinds, readSyncState } from '../station/sync/sync-state.ts';
import type { Synchroniser } from '../station/sync/synchroniser.ts';
import { type Action, type CommonOptions, newCommand, refuse } from './command.ts';
import { firstLineOf, readSecret } from './credentials.ts';
import { engineLog } from './engine-log.ts';
import { cliError } from './errors.ts';
import { type ExitStatus, exitStatus } from './exit-status.ts';
import { openExisting } from './open-existing.ts';
import { type Terminal, wordsOf } from './terminal.ts';

async function onStation(
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

const settingsOf = ({ context }: Station) => {
  const read = readSettings(context.db, defaultSettings(machineNames()));
  return read.ok ? read.value : null;
};

/** The token of the file that FIDUCIAL_CENTRAL_TOKEN_FILE names, else the stored one. */
function tokenOf(stored: DeviceToken): Result<string, SyncError> {
  const file = process.env.FIDUCIAL_CENTRAL_TOKEN_FILE;
  if (!file) return stored.read();
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
      token: () => tokenOf(deviceToken(station.dataDir, noSealer)),
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

interface ListOptions extends CommonOptions {
  readonly state?: OutboxState;
  readonly last: number;
}

const listAction: Action<ListOptions> = (terminal, options) =>
  onStation(terminal, options, async ({ context }) => {
    const page = ledgerPage(context.db, { state: options.state, limit: options.last });
    if (!page.ok) return page;
    for (const item of page.value.items.toReversed()) terminal.line(options.json ? jsonOf(item) : lineOf(item));
    return ok(exitStatus.ok);
  });

const jsonOf = ({ id, kind, objectId, revision, state, tries, error, receipt, createdAt, settledAt }: LedgerItem) =>
  JSON.stringify({
    id,
    kind,
    object_id: objectId,
    revision,
    state,
    tries,
    error,
    receipt,
    created_at: createdAt,
    settled_at: settledAt,
  });

const lineOf = ({ id, kind, objectId, revision, state, tries, error }: LedgerItem): string =>
  `${id}  ${state.padEnd(9)}  ${kind.padEnd(12)} ${objectId} r${revision}  ${tries === 0 ? '' : `${tries} tries  `}${error?.words ?? ''}`.trimEnd();

interface SetOptions extends CommonOptions {
  readonly url?: string;
  readonly cap?: number;
  readonly off?: boolean;
  /** Days of grace; false: people of the centre do not sign in here. */
  readonly signIn?: number | false;
}

const setAction: Action<SetOptions> = (terminal, options) =>
  onStation(terminal, options, async (station) => {
    const { context, dataDir } = station;
    const token = deviceToken(dataDir, noSealer);
    if (options.off === true) {
      const off = changeSettings(context, { centralSync: null });
      if (!off.ok) return off;
      const forgotten = token.forget();
      if (!forgotten.ok) return forgotten;
      terminal.line(options.json ? JSON.stringify({ url: null }) : 'Off. Nothing is sent; everything is kept.');
      return ok(exitStatus.ok);
    }
    if (options.url === undefined && options.signIn !== undefined) return setSignIn(terminal, options, station);
    if (options.url === undefined) return fail(cliError('USAGE', 'Say where to send with --url, or --off.'));
    const allowed = context.may('setting.change');
    if (!allowed.ok) return allowed;
    const secret = await readSecret(terminal, 'FIDUCIAL_CENTRAL_TOKEN_FILE', 'Token of this station: ');
    if (!secret.ok) return secret;
    if (!isToken(secret.value.trim())) return fail(cliError('USAGE', 'That is no token. Nothing was changed.'));
    const set = changeSettings(context, {
      centralSync: { url: options.url, bytesPerSecond: options.cap ?? null },
      ...(options.signIn === undefined ? {} : { centralSignIn: signInOf(options.url, options.signIn) }),
    });
    if (!set.ok) return set;
    const stored = token.store(secret.value.trim());
    if (!stored.ok) return stored;
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

const pausing =
  (paused: boolean): Action<CommonOptions> =>
  (terminal, options) =>
    onStation(terminal, options, async ({ context, images }) => {
      const allowed = context.may('setting.change');
      if (!allowed.ok) return allowed;
      const token = () => fail(syncError('SYNC_TOKEN_MISSING'));
      const nothing = { settings: () => null, receiveRecipe: null, receivesPeople: false, models: null, token };
      const sync = openSync({ context, images, ...nothing, onChange: () => undefined, onProblem: () => undefined });
      const kept = await sync.pause(paused);
      if (!kept.ok) return kept;
      terminal.line(options.json ? JSON.stringify({ paused }) : paused ? 'Paused.' : 'Resumed.');
      return ok(exitStatus.ok);
    });

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

const parseCount = (text: string): number => {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return count;
};

const mostDays = 90;
const parseDays = (text: string): number => {
  const days = Number(text);
  if (!Number.isInteger(days) || days < 0 || days > mostDays)
    throw new InvalidArgumentError(`It must be a whole number from 0 to ${mostDays}.`);
  return days;
};

const parseState = (text: string): OutboxState => {
  const state = outboxStates.find((known) => known === text);
  if (state === undefined) throw new InvalidArgumentError(`It must be one of ${outboxStates.join(', ')}.`);
  return state;
};

export const syncRun = {
  command: (): Command =>
    newCommand('run', 'send what waits, until Ctrl-C').option('--once', 'send what can be sent now, and end'),
  action: runAction,
  isDefault: true,
};
export const syncStatus = {
  command: (): Command => newCommand('status', 'where results go and how many wait'),
  action: statusAction,
};
export const syncList = {
  command: (): Command =>
    newCommand('list', 'the ledger: every item, its tries, its last error, its receipt; newest last')
      .option('--state <state>', 'only these', parseState)
      .option('-n, --last <count>', 'how many of the newest', parseCount, 50),
  action: listAction,
};
export const syncSet = {
  command: (): Command =>
    newCommand('set', 'where results go; the token comes from FIDUCIAL_CENTRAL_TOKEN_FILE or stdin')
      .option('--url <url>', 'address of the central service')
      .option('--cap <bytes>', 'most bytes a second', parseCount)
      .option('--sign-in <days>', 'people of the service sign in here, and for so many days without it', parseDays)
      .option('--no-sign-in', 'people of the service do not sign in here')
      .option('--off', 'send nothing any more; everything is kept'),
  action: setAction,
};
export const syncPause = {
  command: (): Command => newCommand('pause', 'stop sending, also after a restart'),
  action: pausing(true),
};
export const syncResume = { command: (): Command => newCommand('resume', 'go on sending'), action: pausing(false) };
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
