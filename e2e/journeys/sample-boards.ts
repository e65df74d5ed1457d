/** Boards that come with the program, and the ways in which a person gives boards to it. */
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect } from '../fixture.ts';
import { projectRoot } from '../window-build.ts';
import { partsOf } from './window-parts.ts';

const samples = join(projectRoot, 'resources', 'boards', 'samples');

export const sampleCount = 12;

/** A board with defects; its golden lies beside it under the name that pairs them. */
export const lamp = join(samples, 'lamp-1_000088_board.jpg');
export const controllers = ['ctrl-14_007710_board.jpg', 'ctrl-14_007711_board.jpg'].map((name) => join(samples, name));
export const controllerGolden = join(samples, 'ctrl-14_golden.jpg');

/** What the person picks in every file dialog from now on: the system's own dialogs are outside the window. */
export const pickInDialogs = (app: ElectronApplication, filePaths: readonly string[]): Promise<void> =>
  app.evaluate(
    ({ dialog }, paths) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths: paths });
    },
    [...filePaths],
  );

/** Where the person saves to in every dialog from now on. */
export const saveInDialogs = (app: ElectronApplication, filePath: string): Promise<void> =>
  app.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: path });
  }, filePath);

export async function importBoards(app: ElectronApplication, page: Page, paths: readonly string[]): Promise<void> {
  await pickInDialogs(app, paths);
  await partsOf(page).queue.getByRole('button', { name: 'Import boards' }).click();
}

/** All samples, inspected and in the queue; the first of them is open. */
export async function inspectSamples(page: Page): Promise<void> {
  const { board, queue, boardName } = partsOf(page);
  await board.getByRole('button', { name: 'Inspect the samples' }).click();
  await expect(queue.getByText(`${sampleCount} to review`)).toBeVisible({ timeout: inspectionMs });
  await expect(boardName).toBeVisible();
}

/** How many defects are marked on the board that is open, once it is inspected. */
export async function markedDefects(page: Page): Promise<number> {
  const { marks } = partsOf(page);
  await expect(marks.first()).toBeVisible({ timeout: inspectionMs });
  return marks.count();
}

/** Milliseconds for the engine to start and for some boards, on a machine that does other things too. */
export const inspectionMs = 90_000;
