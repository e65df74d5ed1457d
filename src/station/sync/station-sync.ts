/** Sending as the window sees it: the state, the ledger, and what a person may do. */
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { syncError } from '../../core/sync/errors.ts';
import type { StationContext } from '../context.ts';
import type { DbError } from '../db/errors.ts';
import { settingError } from '../settings/errors.ts';
import { isCentralAddress, type SiteSettings } from '../settings/site-settings.ts';
import { type ConnectionState, connectionState } from './connection.ts';
import { type DeviceToken, isToken } from './device-token.ts';
import { retryAll, retryItem, skipItem } from './ledger.ts';
import { type LedgerItem, type LedgerPage, type LedgerQuery, ledgerPage } from './ledger-page.ts';
import { logName } from './log-lane.ts';
import type { Synchroniser, SyncState } from './synchroniser.ts';
import { type ConnectionTest, testConnection } from './test-connection.ts';
import type { Timing, Transport } from './transport.ts';

/** Where to send to. `token`: null keeps the one that is stored. */
interface SyncConfiguration {
  readonly target: NonNullable<SiteSettings['centralSync']> | null;
  readonly token: string | null;
}

/** `nextTryInMs`: milliseconds until it is tried next, 0: its turn; null where it does not wait, or nothing is sent. */
type WaitingItem = LedgerItem & { readonly nextTryInMs: number | null };

export interface StationSync {
  state(): SyncState;
  page(query: LedgerQuery): Result<Omit<LedgerPage, 'items'> & { readonly items: readonly WaitingItem[] }, DbError>;
  /** Errors: DB_*. */
  connection(): Result<ConnectionState, DbError>;
  /** Asks the service, and stores nothing. `token`: null takes the stored one. Errors: SETTING_INVALID, SYNC_TOKEN_*, IDENTITY_*, DB_*. */
  test(url: string, token: string | null): Promise<Result<ConnectionTest, AppError>>;
  /** A token is for one service: another address needs its own. Errors: SYNC_TOKEN_*, SETTING_INVALID, IDENTITY_*, DB_*. */
  configure(configuration: SyncConfiguration): Promise<Result<void, AppError>>;
  /** Errors: IDENTITY_*, DB_*. */
  pause(paused: boolean): Promise<Result<void, AppError>>;
  /** Tries at once. Errors: IDENTITY_*. */
  hurry(): Result<void, AppError>;
  /** Errors: SYNC_NO_ITEM, IDENTITY_*, DB_*. */
  retry(id: string): Promise<Result<void, AppError>>;
  /** How many that were. Errors: IDENTITY_*, DB_*, AUDIT_*. */
  retryAll(): Promise<Result<number, AppError>>;
  /** Errors: SYNC_NO_ITEM, IDENTITY_*, DB_*. */
  skip(id: string, reason: string): Promise<Result<void, AppError>>;
}

export interface StationSyncParts {
  readonly context: StationContext;
  readonly synchroniser: Synchroniser;
  readonly token: DeviceToken;
  /** Where results go now. */
  readonly target: () => SiteSettings['centralSync'];
  readonly transport: Transport;
  readonly timing: Timing;
  readonly changeSettings: (values: Partial<SiteSettings>) => Result<unknown, AppError>;
}

export function stationSync(parts: StationSyncParts): StationSync {
  const { context, synchroniser, token, target, changeSettings } = parts;
  const { db } = context;
  const mayChange = () => context.may('setting.change');
  const changeItem = async <T>(change: () => Result<T, AppError>): Promise<Result<T, AppError>> => {
    const done = await db.patiently(change);
    if (done.ok) synchroniser.wake();
    return done;
  };
  const isSameService = (url: string): boolean => {
    const now = target();
    return now === null || new URL(now.url).origin === new URL(url).origin;
  };
  const storedFor = (url: string): Result<string, AppError> =>
    isSameService(url) ? token.read() : fail(syncError('SYNC_TOKEN_MISSING'));
  return {
    state: () => synchroniser.state(),
    page(query) {
      const page = ledgerPage(db, query);
      if (!page.ok) return page;
      const items = page.value.items.map((item) => ({
        ...item,
        nextTryInMs: item.state === 'pending' ? synchroniser.nextTryInMs(item) : null,
      }));
      return ok({ ...page.value, items });
    },
    connection: () => connectionState(db, target(), token.state()),
    async test(url, given) {
      const allowed = mayChange();
      if (!allowed.ok) return allowed;
      if (!isCentralAddress(url)) return fail(settingError('centralSync', 'the address must be https'));
      const used = given === null ? storedFor(url) : ok(given);
      if (!used.ok) return used;
      if (!isToken(used.value)) return fail(syncError('SYNC_TOKEN_MISSING'));
      const station = db.read(() => logName(db));
      if (!station.ok) return station;
      const { transport, timing } = parts;
      return ok(await testConnection({ url, token: used.value, station: station.value, transport, timing }));
    },
    async configure(configuration) {
      const allowed = mayChange();
      if (!allowed.ok) return allowed;
      const { target: wanted, token: given } = configuration;
      if (given !== null && !isToken(given)) return fail(syncError('SYNC_TOKEN_MISSING'));
      if (wanted !== null && given === null && !isSameService(wanted.url)) return fail(syncError('SYNC_TOKEN_MISSING'));
      const before = token.read();
      // Before the address: the token that there was is for the service that there was, and is never shown to another.
      const stored = wanted === null || given === null ? ok(undefined) : token.store(given);
      if (!stored.ok) return stored;
      const set = await db.patiently(() => changeSettings({ centralSync: wanted }));
      if (!set.ok) {
        if (given !== null && wanted !== null) void (before.ok ? token.store(before.value) : token.forget());
        return set;
      }
      const kept = wanted === null ? token.forget() : ok(undefined);
      synchroniser.start();
      return kept;
    },
    async pause(paused) {
      const allowed = mayChange();
      return allowed.ok ? synchroniser.pause(paused) : allowed;
    },
    hurry() {
      const allowed = mayChange();
      if (allowed.ok) synchroniser.hurry();
      return allowed;
    },
    retry: (id) => changeItem(() => retryItem(context, id)),
    retryAll: () => changeItem(() => retryAll(context)),
    skip: (id, reason) => changeItem(() => skipItem(context, id, reason)),
  };
}
