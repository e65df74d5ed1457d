/** Puts station, calls, window and menu together when Electron is ready. */
import { join } from 'node:path';
import { app, type BrowserWindow, protocol, session } from 'electron';
import { fail } from '../../core/kernel/result.ts';
import { createHandlers } from '../ipc/handlers/create-handlers.ts';
import { registerCalls } from '../ipc/register.ts';
import { respond } from '../protocol/respond.ts';
import { windowScheme } from '../protocol/window-url.ts';
import { textsIn } from '../texts/texts.ts';
import { openMainWindow } from '../windows/main-window.ts';
import { applicationInfo } from './application-info.ts';
import { makeDialogs } from './dialogs.ts';
import type { LocalLog } from './local-log.ts';
import { lockDownSession } from './lock-down.ts';
import type { FileReceiver } from './received-files.ts';

export interface ShellOptions {
  readonly dataDir: string;
  readonly log: LocalLog;
  readonly deliverFilesTo: (receiver: FileReceiver) => void;
}

export async function openShell({ dataDir, log }: ShellOptions): Promise<void> {
  const bundle = join(app.getAppPath(), 'out');
  let window: BrowserWindow | undefined;
  lockDownSession(session.defaultSession);
  protocol.handle(windowScheme, (request) =>
    respond(request, {
      bundle: join(bundle, 'renderer'),
      pictureFile: async () => fail({ code: 'IMAGE_MISSING', message: '' }),
    }),
  );
  const handlers = createHandlers(undefined as never, {
    info: () => applicationInfo(app),
    logFault: ({ message, stack }) => log.write('window', `${message}\n${stack}`),
    ...makeDialogs(
      () => textsIn('en'),
      () => window!,
    ),
  });
  registerCalls(
    handlers,
    () => window?.webContents,
    (where, fault) => log.write(where, String(fault)),
  );
  window = openMainWindow({
    preload: join(bundle, 'preload', 'index.cjs'),
    placeFile: join(dataDir, 'window', 'place.json'),
    backgroundColor: '#14171c',
    onFault: (what) => log.write('window', what),
    onHopeless: () => undefined,
    mayClose: () => true,
  });
}
