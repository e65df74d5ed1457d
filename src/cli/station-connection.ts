/** Changes of the connection to the central service, as the command line makes them. */
import type { AppError, Result } from '../core/kernel/result.ts';
import type { Station } from '../station/compose.ts';
import { noSealer } from '../station/keys/sealer.ts';
import { changeSettings, type SiteSettings } from '../station/settings/site-settings.ts';
import { type ConnectionChange, changeConnection } from '../station/sync/change-connection.ts';
import { connectionCredentials } from '../station/sync/connection-credentials.ts';
import { settingsOf } from './on-station.ts';

/** @param more Settings that change with it. Errors: those of `changeConnection` and of `ConnectionCredentials.sweep`. */
export function changeStationConnection(
  station: Station,
  change: ConnectionChange,
  more: Pick<Partial<SiteSettings>, 'centralSignIn'> = {},
): Result<void, AppError> {
  const { context, dataDir } = station;
  const credentials = connectionCredentials(context.db, dataDir, noSealer);
  const changed = changeConnection(
    {
      context,
      credentials,
      target: settingsOf(station)?.centralSync ?? null,
      changeSettings: (values, also) => changeSettings(context, { ...values, ...more }, also),
    },
    change,
  );
  // After a failure, too: what it had written already holds for nothing.
  const swept = credentials.sweep();
  return changed.ok ? swept : changed;
}
