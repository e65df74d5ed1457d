/** Sending as the window sees it: the state, the ledger, and what a person may do. */
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { type BucketAccess, checkBucketAccess } from '../../core/sync/bucket-access.ts';
import { syncError } from '../../core/sync/errors.ts';
import type { StationContext } from '../context.ts';
import type { DbError } from '../db/errors.ts';
import { settingError } from '../settings/errors.ts';
import { isCentralAddress, type SiteSettings } from '../settings/site-settings.ts';
import { type ConnectionChange, type ConnectionParts, changeConnection, isSameService } from './change-connection.ts';
import { type ConnectionState, connectionState } from './connection.ts';
import { type ConnectionCredentials, isToken } from './connection-credentials.ts';
import { retryAll, retryItem, skipItem } from './ledger.ts';
import { type LedgerItem, type LedgerPage, type LedgerQuery, ledgerPage } from './ledger-page.ts';
import { logName } from './log-lane.ts';
import type { Synchroniser, SyncState } from './synchroniser.ts';
import { type ConnectionTest, testConnection } from './test-connection.ts';
import type { Timing, Transport } from './transport.ts';
import { tryBucket } from './try-bucket.ts';

/** `nextTryInMs`: milliseconds until it is tried next, 0: its turn; null where it does not wait, or nothing is sent. */
type WaitingItem = LedgerItem & { readonly nextTryInMs: number | null };

export interface StationSync {
  state(): SyncState;
  page(query: LedgerQuery): Result<Omit<LedgerPage, 'items'> & { readonly items: readonly WaitingItem[] }, DbError>;
  /** Errors: DB_*. */
  connection(): Result<ConnectionState, DbError>;
  /** Asks the service, and stores nothing. `token`: null takes the stored one. Errors: SETTING_INVALID, SYNC_TOKEN_*, IDENTITY_*, DB_*. */
  test(url: string, token: string | null): Promise<Result<ConnectionTest, AppError>>;
  /**
   * A token is for one service: another address needs its own, and takes the bucket's credentials away.
   * Errors: SYNC_TOKEN_*, SYNC_CREDENTIALS_LEFT, SETTING_INVALID, IDENTITY_*, DB_*.
   */
  configure(configuration: Omit<ConnectionChange, 'bucket'>): Promise<Result<void, AppError>>;
  /** Kept when the bucket has taken something with them. Errors: SYNC_NOT_CONFIGURED, SYNC_BUCKET_*, IDENTITY_*, DB_*. */
  setBucket(access: BucketAccess): Promise<Result<void, AppError>>;
  /** Originals go by addresses of the service then, one under way included. Errors: IDENTITY_*, DB_*. */
  clearBucket(): Promise<Result<void, AppError>>;
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
  readonly credentials: ConnectionCredentials;
  /** Where results go now. */
  readonly target: () => SiteSettings['centralSync'];
  readonly transport: Transport;
  readonly timing: Timing;
  readonly changeSettings: ConnectionParts['changeSettings'];
}

export function stationSync(parts: StationSyncParts): StationSync {
  const { context, synchroniser, credentials, target, changeSettings } = parts;
  const { db } = context;
  const mayChange = () => context.may('setting.change');
  const changeItem = async <T>(change: () => Result<T, AppError>): Promise<Result<T, AppError>> => {
    const done = await db.patiently(change);
    if (done.ok) synchroniser.wake();
    return done;
  };
  const storedFor = (url: string): Result<string, AppError> =>
    isSameService(target(), url) ? credentials.token(url) : fail(syncError('SYNC_TOKEN_MISSING'));

  async function change(wanted: ConnectionChange): Promise<Result<void, AppError>> {
    const changed = await db.patiently(() =>
      changeConnection({ context, credentials, target: target(), changeSettings }, wanted),
    );
    // After a failure, too: what it had written already holds for nothing.
    const swept = await db.patiently(() => credentials.sweep());
    if (!changed.ok) return changed;
    synchroniser.start();
    return swept;
  }

  async function changeBucket(bucket: BucketAccess | null): Promise<Result<void, AppError>> {
    const allowed = mayChange();
    if (!allowed.ok) return allowed;
    const now = target();
    return now === null ? fail(syncError('SYNC_NOT_CONFIGURED')) : change({ target: now, token: null, bucket });
  }

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
    connection: () => connectionState(db, target(), credentials),
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
    configure: ({ target, token }) => change({ target, token }),
    async setBucket(given) {
      const allowed = mayChange();
      if (!allowed.ok) return allowed;
      if (target() === null) return fail(syncError('SYNC_NOT_CONFIGURED'));
      const access = checkBucketAccess(given);
      if (!access.ok) return access;
      const tried = await tryBucket(access.value, parts);
      return tried.ok ? changeBucket(access.value) : tried;
    },
    clearBucket: () => changeBucket(null),
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
