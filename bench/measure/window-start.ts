import { launchWindow } from '../../e2e/launch-window.ts';
import { seen } from './window-page.ts';

export interface StartTimes {
  /** Milliseconds from the call that starts the program to controls that can be used. */
  readonly interactive: number;
  /** To the first board's picture and defects; absent where none waits. */
  readonly board?: number;
}

/**
 * Starts the program, which does not run before; files may be in the system's cache. The test runner's own attaching
 * to the program and its page is in the figure.
 * @throws Error where the window does not come.
 */
export async function windowStart(dataDir: string, app: string, hasBoards: boolean): Promise<StartTimes> {
  const started = Date.now();
  const { app: program, page } = await launchWindow({ dataDir, app });
  try {
    const controls = await seen(page, 'controls');
    if (controls === null) throw new Error('The window has no controls');
    const interactive = controls - started;
    if (!hasBoards) return { interactive };
    const board = await seen(page, 'board');
    if (board === null) throw new Error('The window shows no board');
    return { interactive, board: board - started };
  } finally {
    await program.close();
  }
}
