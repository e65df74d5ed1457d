/** The order of things: what must be set before Electron is ready, then the station, then the window. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, crashReporter, protocol } from 'electron';
import { resolveDataDir } from '../../station/data-dir.ts';
import { windowScheme } from '../protocol/window-url.ts';
import { readUpdateSettings } from '../updates/update-settings.ts';
import { ownArguments, parseStartArguments } from './command-line.ts';
import { openLocalLog } from './local-log.ts';
import { lockDownPages } from './lock-down.ts';
import { egressSwitches } from './no-egress.ts';
import { openShell } from './open-shell.ts';
import { receiveFiles } from './received-files.ts';

/** @param bundles Folder that main, preload and renderer bundles were built into. */
export function startShell(bundles: string): void {
  const given = parseStartArguments(ownArguments(process.argv, app.isPackaged, app.getAppPath()), process.cwd());
  const dataDir = resolveDataDir({ flag: given.dataDir });
  const profile = join(dataDir, 'window');
  try {
    mkdirSync(profile, { recursive: true });
  } catch {
    // The station says what is wrong with the folder, in words, when the window could open.
  }
  // One window for each data directory: the lock, the profile and the crash dumps lie in it.
  app.setPath('userData', profile);
  app.setPath('crashDumps', join(dataDir, 'logs', 'crashes'));
  app.setName('Fiducial');

  const { files, deliverTo } = receiveFiles(app, given.files);
  if (!app.requestSingleInstanceLock({ files })) {
    app.quit();
    return;
  }
  const log = openLocalLog(dataDir);
  // A bug in one answer must not end the program that others work with: what was promised is committed.
  for (const bug of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(bug, (fault: unknown) =>
      log.write(bug, fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)),
    );
  const updateServer = readUpdateSettings(dataDir).settings?.url;
  for (const { name, value } of egressSwitches(updateServer === undefined ? [] : [updateServer]))
    app.commandLine.appendSwitch(name, value);
  crashReporter.start({ uploadToServer: false });
  protocol.registerSchemesAsPrivileged([
    { scheme: windowScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } },
  ]);
  app.enableSandbox();
  lockDownPages((what) => log.write('refused', what));
  void app.whenReady().then(() => openShell({ dataDir, bundles, log, deliverFilesTo: deliverTo }));
}
