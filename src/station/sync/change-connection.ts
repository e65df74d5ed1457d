/** Where results go, and with what: changed as a whole or not at all. */
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import type { BucketAccess } from '../../core/sync/bucket-access.ts';
import { syncError } from '../../core/sync/errors.ts';
import type { StationContext } from '../context.ts';
import { settingError } from '../settings/errors.ts';
import { isCentralAddress, type SiteSettings } from '../settings/site-settings.ts';
import { type ConnectionCredentials, isToken } from './connection-credentials.ts';

type Target = NonNullable<SiteSettings['centralSync']>;

export interface ConnectionChange {
  /** Null: nowhere any more, and all credentials are forgotten. */
  readonly target: Target | null;
  /** Null keeps the one that is stored: for the same service only. */
  readonly token: string | null;
  /** Null takes it away; undefined keeps the one that is stored, for the same service only. */
  readonly bucket?: BucketAccess | null | undefined;
}

export interface ConnectionParts {
  readonly context: StationContext;
  readonly credentials: ConnectionCredentials;
  /** Where results go now. */
  readonly target: SiteSettings['centralSync'];
  /** Stores the settings and what `also` does in one transaction. */
  readonly changeSettings: (
    values: Pick<SiteSettings, 'centralSync'>,
    also: () => Result<void, AppError>,
  ) => Result<unknown, AppError>;
}

/**
 * One commit, in which address, cap, token and bucket begin to hold together; `ConnectionCredentials.sweep` afterwards
 * destroys what held before. Errors: SYNC_TOKEN_*, SETTING_INVALID, IDENTITY_*, DB_*, AUDIT_ENTRY_TOO_LARGE.
 */
export function changeConnection(
  { context, credentials, target: now, changeSettings }: ConnectionParts,
  { target, token, bucket }: ConnectionChange,
): Result<void, AppError> {
  const allowed = context.may('setting.change');
  if (!allowed.ok) return allowed;
  if (target !== null && !isCentralAddress(target.url))
    return fail(settingError('centralSync', 'the address must be https'));
  if (token !== null && !isToken(token)) return fail(syncError('SYNC_TOKEN_MISSING'));
  const keeps = target !== null && isSameService(now, target.url);
  if (target !== null && token === null && !keeps) return fail(syncError('SYNC_TOKEN_MISSING'));
  const changed = changeSettings({ centralSync: target }, () =>
    credentials.replace(context, { url: target?.url ?? null, token, bucket, keeps }),
  );
  return changed.ok ? ok(undefined) : changed;
}

/** Whether the credentials that there are may be shown at that address. */
export const isSameService = (now: SiteSettings['centralSync'], url: string): boolean =>
  now === null || new URL(now.url).origin === new URL(url).origin;
