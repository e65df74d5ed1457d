/** An engineer says which parts of a board are inspected. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './fixture.ts';
import { cutOffText } from './journeys/cut-off-text.ts';
import { beginRecipe } from './journeys/recipes.ts';
import { controllerGolden, controllers, importBoards, inspectionMs, pickInDialogs } from './journeys/sample-boards.ts';
import { goTo, partsOf } from './journeys/window-parts.ts';

test('regions are drawn on the golden or typed, moved and removed; what lies outside is no defect', async ({
  app,
  page,
  dataDir,
}) => {
  const editor = await beginRecipe(page, 'CTRL-14');
  await expect(editor.getByText('Choose a golden first.')).toBeVisible();
  await pickInDialogs(app, [controllerGolden]);
  await editor.getByRole('button', { name: 'Choose picture…' }).click();

  const picture = editor.getByRole('img', { name: /^The golden with/ });
  await picture.scrollIntoViewIfNeeded();
  const at = (await picture.boundingBox())!;
  /** Shares of the picture. */
  const drag = async (from: readonly [number, number], to: readonly [number, number]) => {
    await page.mouse.move(at.x + from[0] * at.width, at.y + from[1] * at.height);
    await page.mouse.down();
    await page.mouse.move(at.x + to[0] * at.width, at.y + to[1] * at.height, { steps: 4 });
    await page.mouse.up();
  };
  const list = editor.getByRole('region', { name: 'Regions' }).getByRole('table');
  const field = (name: string) => list.getByRole('textbox', { name });
  await drag([0.4, 0.4], [0.5, 0.5]);
  await expect(picture).toHaveAccessibleName('The golden with 1 region');
  const left = Number(await field('Left of region 1').inputValue());
  const width = Number(await field('Width of region 1').inputValue());
  await drag([0.45, 0.45], [0.48, 0.45]);
  await expect(field('Left of region 1')).not.toHaveValue(String(left));
  await expect(field('Width of region 1')).toHaveValue(String(width));

  // The keyboard's way, to the very corner: nothing of the board is left but a small empty place.
  for (const [name, value] of [
    ['Left', '0'],
    ['Top', '0'],
    ['Width', '8'],
    ['Height', '8'],
  ] as const) {
    await field(`${name} of region 1`).fill(value);
    await field(`${name} of region 1`).press('Tab');
  }
  await editor.getByRole('button', { name: 'Leave a region out' }).click();
  await expect(list.getByRole('combobox', { name: 'What region 2 does' })).toHaveText('Leave out');
  await list.getByRole('button', { name: 'Remove region 2' }).click();
  await expect(picture).toHaveAccessibleName('The golden with 1 region');

  // With large text every digit is seen, and the window itself does not scroll.
  await field('Left of region 1').fill('799.5');
  await field('Left of region 1').press('Tab');
  await page.evaluate(() => window.station.settings.set({ scale: 2 }));
  await expect.poll(() => page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('32px');
  expect(await cutOffText(page)).toEqual([]);
  await list.evaluate((table) => table.scrollIntoView({ block: 'start' }));
  expect(await page.evaluate(() => document.documentElement.scrollTop)).toBe(0);
  await page.evaluate(() => window.station.settings.set({ scale: 1 }));
  await field('Left of region 1').fill('0');
  await field('Left of region 1').press('Tab');
  await editor.getByRole('button', { name: 'Save version 1' }).click();
  await expect(partsOf(page).notices.getByText('CTRL-14 was saved as version 1')).toBeVisible();

  const lines = join(dataDir, 'line.jsonl');
  await writeFile(lines, `${JSON.stringify({ image: controllers[1], part: 'CTRL-14', serial: '007711' })}\n`);
  await goTo(page, 'Review');
  await importBoards(app, page, [lines]);
  const { boards, boardName } = partsOf(page);
  await expect(boardName).toContainText('007711', { timeout: inspectionMs });
  await expect(boards).toContainText('none found');
});
