/** What a person types stays, whatever happens meanwhile: an answer that comes late, another view, another board. */
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from './fixture.ts';
import { controllerGolden } from './journeys/sample-boards.ts';
import { goTo } from './journeys/window-parts.ts';

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
  await goTo(page, 'Recipes');
  await page.getByRole('button', { name: 'New recipe' }).click();
  const editor = page.getByRole('region', { name: 'New recipe' });
  await editor.getByRole('textbox', { name: 'Part number' }).fill('CTRL-14');
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
