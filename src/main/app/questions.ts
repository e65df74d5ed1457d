/** What the shell itself asks a person: few things, and each says what is kept. */
import { type BrowserWindow, dialog } from 'electron';
import { fill, type Texts } from '../texts/texts.ts';
import type { Work } from './quitting.ts';

/** True: finish the boards in work, then quit. */
export async function askBeforeQuit(window: BrowserWindow, texts: Texts, { running, waiting }: Work): Promise<boolean> {
  const { message, detail, finish, stay } = texts.quit;
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message,
    detail: fill(detail, { running, waiting }),
    buttons: [finish, stay],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

/** The window fails again and again. True: load it once more. */
export async function askAfterFailures(texts: Texts, times: number, folder: string): Promise<boolean> {
  const { windowFailed, windowFailedDetail, reload, quit } = texts.fault;
  const { response } = await dialog.showMessageBox({
    type: 'error',
    message: windowFailed,
    detail: fill(windowFailedDetail, { times, folder }),
    buttons: [reload, quit],
    defaultId: 0,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
