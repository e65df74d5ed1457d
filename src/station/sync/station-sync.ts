/** Sending as the window sees it: the state, the ledger, and what a person may do. */
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { syncError } from '../../core/sync/errors.ts';
import type { StationContext } from '../context.ts';
import type { DbError } from '../db/errors.ts';
import type { SiteSettings } from '../settings/site-settings.ts';
import { type DeviceToken, isToken } from './device-token.ts';
import { type LedgerPage, type LedgerQuery, ledgerPage, retryItem, skipItem } from './ledger.ts';
import type { Synchroniser, SyncState } from './synchroniser.ts';

/** Where to send to. `token`: null keeps the one that is stored. */
interface SyncConfiguration {
  readonly target: NonNullable<SiteSettings['centralSync']> | null;
  readonly token: string | null;
}

export interface StationSync {
  state(): SyncState;
  page(query: LedgerQuery): Result<LedgerPage, DbError>;
  /** Errors: SYNC_TOKEN_*, SETTING_INVALID, IDENTITY_*, DB_*. */
  configure(configuration: SyncConfiguration): Promise<Result<void, AppError>>;
  /** Errors: IDENTITY_*, DB_*. */
  pause(paused: boolean): Promise<Result<void, AppError>>;
  /** Tries at once. Errors: IDENTITY_*. */
  hurry(): Result<void, AppError>;
  /** Errors: SYNC_NO_ITEM, IDENTITY_*, DB_*. */
  retry(id: string): Promise<Result<void, AppError>>;
  /** Errors: SYNC_NO_ITEM, IDENTITY_*, DB_*. */
  skip(id: string, reason: string): Promise<Result<void, AppError>>;
}

export interface StationSyncParts {
  readonly context: StationContext;
  readonly synchroniser: Synchroniser;
  readonly token: DeviceToken;
  readonly changeSettings: (values: Partial<SiteSettings>) => Result<unknown, AppError>;
}

export function stationSync({ context, synchroniser, token, changeSettings }: StationSyncParts): StationSync {
  const { db } = context;
  const mayChange = () => context.may('setting.change');
  const changeItem = async (change: () => Result<void, AppError>): Promise<Result<void, AppError>> => {
    const done = await db.patiently(change);
    if (done.ok) synchroniser.wake();
    return done;
  };
  return {
    state: () => synchroniser.state(),
    page: (query) => ledgerPage(db, query),
    async configure(configuration) {
      const allowed = mayChange();
      if (!allowed.ok) return allowed;
      const given = configuration.token;
      if (given !== null && !isToken(given)) return fail(syncError('SYNC_TOKEN_MISSING'));
      const set = await db.patiently(() => changeSettings({ centralSync: configuration.target }));
      if (!set.ok) return set;
      const kept = configuration.target === null ? token.forget() : given === null ? ok(undefined) : token.store(given);
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
    skip: (id, reason) => changeItem(() => skipItem(context, id, reason)),
  };
}
