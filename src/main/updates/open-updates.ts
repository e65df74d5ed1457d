/** The program's updater, where a site has named a server and the program came with keys to check its lists. */
import { join } from 'node:path';
import type { App } from 'electron';
import { readTrustedKeys } from '../../station/models/signature.ts';
import type { LocalLog } from '../app/local-log.ts';
import { type ListTransport, requireSignedLists } from './signed-list.ts';
import { readUpdateSettings } from './update-settings.ts';
import { startUpdates, type UpdateState, type Updates } from './updates.ts';

const hour = 3_600_000;

export interface OpenUpdatesOptions {
  readonly app: Pick<App, 'isPackaged'>;
  readonly dataDir: string;
  /** Folder of the program's files that are not code. */
  readonly resources: string;
  readonly log: LocalLog;
  readonly onState: (state: UpdateState) => void;
}

/** Null where updates are off: always while the program comes without a key, and until a site configures them (docs/updates.md). */
export async function openUpdates({
  app,
  dataDir,
  resources,
  log,
  onState,
}: OpenUpdatesOptions): Promise<Updates | null> {
  const { settings, problem } = readUpdateSettings(dataDir);
  if (problem) log.write('updates', `off: ${problem}`);
  if (!settings || !app.isPackaged) return null;
  const keys = [...readTrustedKeys(join(resources, 'update-keys')).values()];
  if (keys.length === 0) {
    log.write('updates', 'off: the program came without a key to check updates with');
    return null;
  }
  // Loaded only where it is used: it costs every start otherwise.
  const { default: electronUpdater } = await import('electron-updater');
  const updater = electronUpdater.autoUpdater;
  updater.logger = {
    info: (text) => log.write('updates', String(text)),
    warn: (text) => log.write('updates', String(text)),
    error: (text) => log.write('updates', String(text)),
  };
  updater.setFeedURL({ provider: 'generic', url: settings.url, channel: settings.channel });
  requireSignedLists((updater as unknown as { httpExecutor: ListTransport }).httpExecutor, keys);
  const updates = startUpdates(updater, settings.everyHours * hour, onState);
  void updates.check();
  return updates;
}
