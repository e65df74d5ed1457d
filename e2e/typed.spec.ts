/** What a person types stays, whatever happens meanwhile: an answer that comes late, another view, another board. */
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from './fixture.ts';
import { beginRecipe } from './journeys/recipes.ts';
import {
  controllerGolden,
  controllers,
  importBoards,
  inspectionMs,
  lamp,
  markedDefects,
} from './journeys/sample-boards.ts';
import { logEntries } from './journeys/station-record.ts';
import { goTo, partsOf } from './journeys/window-parts.ts';

/** The next file dialog stays open until the answer is called. */
async function holdDialog(app: ElectronApplication, path: string): Promise<() => Promise<void>> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () =>
      new Promise((resolve) => {
        Object.assign(globalThis, { closeDialog: () => resolve({ canceled: false, filePaths: [chosen] }) });
      });
  }, path);
  return () => app.evaluate(() => (globalThis as unknown as { closeDialog: () => void }).closeDialog());
}

/** Another program writes: nothing is stored until the answer is called. */
function holdDatabase(dataDir: string): () => void {
  const other = new BetterSqlite3(join(dataDir, 'station.db'));
  other.exec('BEGIN IMMEDIATE');
  return () => {
    other.exec('ROLLBACK');
    other.close();
  };
}

test('a threshold typed while the golden is read or a version is saved stays, and a colleague’s version stays announced', async ({
  app,
  page,
  dataDir,
}) => {
  const editor = await beginRecipe(page, 'CTRL-14');
  const closeDialog = await holdDialog(app, controllerGolden);
  await editor.getByRole('button', { name: 'Choose picture…' }).click();
  await expect(editor.getByRole('button', { name: 'Reading the picture' })).toBeVisible();
  await editor.getByRole('textbox', { name: 'Threshold with golden for open' }).fill('0.11');
  await closeDialog();
  await expect(editor.getByRole('img', { name: 'Golden of this recipe' })).toBeVisible();
  await expect(editor.getByRole('textbox', { name: 'Threshold with golden for open' })).toHaveValue('0.11');
  await editor.getByRole('button', { name: 'Save version 1' }).click();

  const saved = page.getByRole('region', { name: 'CTRL-14' });
  const threshold = (type: string) => saved.getByRole('textbox', { name: `Threshold with golden for ${type}` });
  await threshold('open').fill('0.22');
  const release = holdDatabase(dataDir);
  await saved.getByRole('button', { name: 'Save version 2' }).click();
  await threshold('short').fill('0.33');
  release();
  await expect(saved.getByRole('button', { name: 'Save version 3' })).toBeEnabled();
  await expect(threshold('short')).toHaveValue('0.33');
  await expect(threshold('open')).toHaveValue('0.22');

  // A colleague saves, from another window.
  await page.evaluate(async () => {
    const opened = await window.station.recipes.open({ name: 'CTRL-14' });
    if (!opened.ok) throw new Error(opened.error.message);
    const { name, content, version } = opened.value;
    await window.station.recipes.save({ name, content: { ...content, minAreaPx: 9 }, basedOn: version });
  });
  for (const typed of ['0.34', '0.35']) {
    await goTo(page, 'History');
    await goTo(page, 'Recipes');
    await expect(saved.getByRole('alert')).toContainText('Version 3 was saved meanwhile');
    await threshold('short').fill(typed);
  }
});

test('a nudged box and a note stay with their board when another board or view is opened, and the note goes before the sign-off', async ({
  app,
  page,
  dataDir,
}) => {
  await importBoards(app, page, [lamp, controllers[0]!]);
  const { queue, marks, undecided, board, defects } = partsOf(page);
  await expect(queue.getByText('2 to review')).toBeVisible({ timeout: inspectionMs });
  await expect(marks.first()).toBeVisible();
  await expect(board.getByText('Preparing the picture')).toBeHidden();
  const opened = queue.getByRole('option', { selected: true });

  await marks.first().click();
  const nudged = (await opened.getAttribute('aria-posinset'))!;
  await page.keyboard.press('e');
  await expect(board.getByRole('application', { name: 'Board' })).toBeFocused();
  for (let times = 0; times < 8; times += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press(nudged === '1' ? 'PageDown' : 'PageUp');
  await expect(opened).not.toHaveAttribute('aria-posinset', nudged);
  await expect(board).toHaveAttribute('aria-busy', 'false');
  await expect.poll(() => annotationsByPlace(page)).toEqual({ [nudged]: 1 });

  const note = defects.getByRole('textbox', { name: 'Note' });
  for (let left = await markedDefects(page); left > 0; left -= 1) {
    await expect(undecided).toHaveCount(left);
    await page.keyboard.press('c');
  }
  await expect(undecided).toHaveCount(0);
  await page.keyboard.press('t');
  await expect(note).toBeFocused();
  await page.keyboard.type('bridge under U3');
  await defects.getByRole('button', { name: /^Sign off board/ }).click();
  await expect(queue.getByText('1 to review')).toBeVisible();
  await expect(undecided.first()).toBeVisible();

  await page.keyboard.press('f');
  await page.keyboard.press('t');
  await expect(note).toBeFocused();
  await page.keyboard.type('glare of lamp 2');
  await page.keyboard.press('Control+2');
  await expect(page.getByRole('grid', { name: 'Inspections' })).toBeVisible();
  await page.keyboard.press('Control+1');
  await expect(note).toHaveValue('glare of lamp 2');
  // The keys are decisions again until the person asks for the field.
  await expect(note).not.toBeFocused();
  await page.keyboard.press('t');
  await expect(note).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(note).toBeHidden();
  await app.close();

  const entries = (await logEntries(dataDir)).filter(({ action }) => /^(verification|board)\./.test(action));
  const noted = entries.map(({ action, after }) => (action === 'verification.set' ? after.note : action));
  expect(noted.filter((text) => text !== '')).toEqual(['bridge under U3', 'board.signed_off', 'glare of lamp 2']);
});

/** How many annotations the boards of the queue have, where they have any. */
const annotationsByPlace = (page: Page): Promise<Record<string, number>> =>
  page.evaluate(async () => {
    const found: Record<string, number> = {};
    const page = await window.station.queue.page({ shelf: 'review', limit: 10 });
    for (const [place, { id }] of (page.ok ? page.value.rows : []).entries()) {
      const opened = await window.station.boards.open({ inspectionId: id });
      const count = opened.ok ? opened.value.annotations.length : 0;
      if (count > 0) found[place + 1] = count;
    }
    return found;
  });

test('a setting that is typed is saved when a key opens another view', async ({ page }) => {
  await goTo(page, 'Settings');
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Review', exact: true }).click();
  const reasons = page.getByRole('textbox', { name: 'For confirmed defects' });
  await reasons.press('Control+End');
  await page.keyboard.type('Mask worn');
  const typed = await reasons.inputValue();
  await page.keyboard.press('Control+2');
  await expect(partsOf(page).notices.getByText('Saved: For confirmed defects')).toBeVisible();
  await goTo(page, 'Settings');
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Review', exact: true }).click();
  await expect(reasons).toHaveValue(typed);
});
