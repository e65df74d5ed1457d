/** The window's answers where the station could not be opened: it shows why, and nothing else works. */
import { type AppError, ok } from '../../../core/kernel/result.ts';
import { channelNames } from '../../../ipc/channel-names.ts';
import type { Handlers } from '../../../ipc/contract.ts';
import { machineNames } from '../../../station/compose.ts';
import { defaultSettings } from '../../../station/settings/site-settings.ts';
import { applicationHandlers } from './application.ts';
import { backupHandlers } from './backup.ts';
import type { ShellServices } from './shell-services.ts';

/** @param error Why; every call answers with it but those that the window needs to say so. */
export function handlersWithoutStation(error: AppError, dataDir: string, shell: ShellServices): Handlers {
  const settings = defaultSettings(machineNames());
  const { code, message } = error;
  const refuse = () => ({ ok: false, error });
  const refusing = Object.fromEntries(
    Object.entries(channelNames).map(([feature, names]) => [
      feature,
      Object.fromEntries(Object.keys(names).map((name) => [name, refuse])),
    ]),
  ) as unknown as Handlers;
  return {
    ...refusing,
    application: applicationHandlers(shell),
    // Whoever has the files may replace them, by the command line or by hand.
    backup: backupHandlers(shell, () => ok(undefined)),
    imports: { ...refusing.imports, list: () => ({ ok: true, value: [] }) },
    settings: { ...refusing.settings, get: () => ({ ok: true, value: settings }) },
    status: {
      get: () => ({
        ok: true,
        value: {
          station: settings.station,
          person: settings.person,
          dataDir,
          model: null,
          provider: null,
          refused: [],
          engine: 'idle',
          running: 0,
          waiting: 0,
          msPerBoard: null,
          sync: { state: 'off', queued: 0, setAside: 0, heldUpSince: null, problem: null },
          audit: { size: 0, state: 'unsigned', signedSize: 0, notWitnessed: 0 },
          problems: [{ code, message }],
        },
      }),
    },
  };
}
