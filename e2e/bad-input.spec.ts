/** Files that are no boards, given to the window together with boards. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBadFiles } from '../test/acceptance/bad-files.ts';
import { expect, test } from './fixture.ts';
import { importBoards, inspectionMs, pickInDialogs } from './journeys/sample-boards.ts';
import { partsOf } from './journeys/window-parts.ts';

/** How each is refused, by its file. */
const refusals: Readonly<Record<string, string>> = {
  'truncated.jpg': 'The image is damaged or was cut off.',
  'flipped.png': 'The image is damaged or was cut off.',
  'zero.jpg': 'The image file is empty.',
  'text.jpg': 'The file is no JPEG, PNG, TIFF or BMP image, whatever its name says.',
  'bomb.png': 'The image has more pixels than can be inspected.',
  'one.png': 'The image is smaller than the model can judge.',
  'black.png': 'Nothing can be judged in the image',
  'two-boards.tif': 'The file holds several pictures',
  'loop.jpg': 'The image cannot be read.',
};
/** Odd, and boards all the same: an SQL name, CMYK, 16 bits, turned by EXIF; one lies there twice, once as the wrong type. */
const boards = 5;

test('a folder of bad files: one readable row for each, no dialog, and the boards among them are inspected', async ({
  app,
  page,
  dataDir,
}) => {
  const folder = join(dataDir, 'from the line');
  await mkdir(folder);
  await writeBadFiles(folder);
  await app.evaluate(({ dialog }) => {
    Reflect.set(globalThis, 'boxes', 0);
    const count = () => Reflect.set(globalThis, 'boxes', Reflect.get(globalThis, 'boxes') + 1);
    dialog.showErrorBox = () => void count();
    dialog.showMessageBox = async () => {
      count();
      return { response: 0, checkboxChecked: false };
    };
  });
  await pickInDialogs(app, [folder]);
  const { queue, board, boardName, boards: rows, notices } = partsOf(page);
  await queue.getByRole('button', { name: 'Import a folder' }).click();

  const names = Object.keys(refusals);
  const refused = queue.getByRole('button', { name: `${names.length} files refused` });
  await expect(refused).toBeVisible({ timeout: inspectionMs });
  await expect(queue.getByText(`${boards} to review`)).toBeVisible({ timeout: inspectionMs });
  await expect(boardName).toBeVisible();
  await expect(board.getByText('Preparing the picture')).toBeHidden();
  await expect(rows).toHaveCount(boards);
  await refused.click();
  const list = page.getByRole('dialog').getByRole('list', { name: 'Refused files' });
  await expect(list.getByRole('listitem')).toHaveCount(names.length);
  for (const [name, reason] of Object.entries(refusals))
    await expect(list.getByRole('listitem').filter({ hasText: name })).toContainText(reason);
  expect(await app.evaluate(() => Reflect.get(globalThis, 'boxes'))).toBe(0);
  await page.keyboard.press('Escape');
  await expect(notices.getByRole('dialog')).toHaveCount(0);
});

test('what is no file at all, and names that are code, are rows of text', async ({ app, page, dataDir }) => {
  const folder = join(dataDir, 'from the line');
  await mkdir(folder);
  await writeBadFiles(folder);
  const hostile = [`<img src=x onerror=alert(1)>.jpg`, `'; DROP TABLE boards;--.jpg`, '\u202egpj.exe.jpg'];
  for (const name of hostile) await writeFile(join(folder, name), 'no image');
  const given = ['loop.jpg', 'folder.jpg', 'not-there.png', ...hostile];
  const { queue } = partsOf(page);
  await importBoards(
    app,
    page,
    given.map((name) => join(folder, name)),
  );
  await queue.getByRole('button', { name: `${given.length} files refused` }).click({ timeout: inspectionMs });
  const list = page.getByRole('dialog').getByRole('list', { name: 'Refused files' });
  const row = (name: string) => list.getByRole('listitem').filter({ hasText: name });
  await expect(list.getByRole('listitem')).toHaveCount(given.length);
  await expect(row('loop.jpg')).toContainText('The image cannot be read.');
  await expect(row('not-there.png')).toContainText('The image cannot be read.');
  await expect(row('folder.jpg')).toContainText(/no image/i);
  for (const name of hostile) await expect(row(name)).toBeVisible();
  expect(await page.locator('img[src="x"]').count()).toBe(0);
  await page.keyboard.press('Escape');
  await queue.getByRole('button', { name: 'Dismiss' }).click();
  await expect(queue.getByRole('button', { name: /refused/ })).toBeHidden();
});

test('a list that is no list is one row', async ({ app, page, dataDir }) => {
  const list = join(dataDir, 'boards.jsonl');
  await writeFile(list, 'these\nare\nno boards\n');
  await importBoards(app, page, [list]);
  const { queue } = partsOf(page);
  await queue.getByRole('button', { name: '1 file refused' }).click({ timeout: inspectionMs });
  await expect(page.getByRole('dialog').getByRole('listitem')).toContainText('boards.jsonl');
});
