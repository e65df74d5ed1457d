/** What was done last, taken back: by the notice of a sign-off, by the menu, and by reopening. */
import { expect, test } from './fixture.ts';
import { controllers, importBoards, inspectionMs } from './journeys/sample-boards.ts';
import { logEntries } from './journeys/station-record.ts';
import { partsOf } from './journeys/window-parts.ts';

test('takes back what it says and nothing else: the notice, the menu, the dialog', async ({ app, page, dataDir }) => {
  const { queue, marks, undecided, defects, notices } = partsOf(page);
  const takeBack = notices.getByRole('button', { name: 'Take back' });
  const note = defects.getByRole('textbox', { name: 'Note' });
  const use = async (id: string) => {
    await app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()!.getMenuItemById(item)!.click(), id);
    // The program speaks to the window in turn: with this answer the window has heard of the menu.
    await page.evaluate(() => window.station.review.steps({}));
  };
  await importBoards(app, page, controllers);
  await expect(queue.getByText(`${controllers.length} to review`)).toBeVisible({ timeout: inspectionMs });
  await expect(marks.first()).toBeVisible();
  // The two boards have not as many defects: their number tells which is in view.
  const found = await marks.count();

  await test.step('undo of the menu is about the note while one is typed, and about the decision else', async () => {
    await page.keyboard.press('c');
    await expect(undecided).toHaveCount(found - 1);
    await page.keyboard.press('t');
    await expect(note).toBeFocused();
    await page.keyboard.type('bridge under U3');
    await use('review.undo');
    await expect(note).toHaveValue('');
    await use('review.redo');
    await expect(note).toHaveValue('bridge under U3');
    await page.keyboard.press('Escape');
    await expect(note).toBeHidden();
    await expect(undecided).toHaveCount(found - 1);
    await use('review.undo');
    await expect(undecided).toHaveCount(found);
  });

  await test.step('behind an open dialog the menu leaves the board alone', async () => {
    await page.keyboard.press('c');
    await expect(undecided).toHaveCount(found - 1);
    await page.keyboard.press('?');
    const help = page.getByRole('dialog', { name: 'Keys' });
    await expect(help).toBeVisible();
    await use('review.undo');
    await page.keyboard.press('Escape');
    await expect(help).toBeHidden();
    await expect(undecided).toHaveCount(found - 1);
  });

  await test.step('the notice takes its sign-off back', async () => {
    // Looked for from before it is there, as a notice stays for some seconds only.
    const taken = takeBack.click();
    await page.keyboard.press('Enter');
    await taken;
    await expect
      .poll(() => page.evaluate(async () => (await window.station.review.steps({})) as unknown))
      .toMatchObject({ value: { redo: { kind: 'sign_off' } } });
    await expect(marks).toHaveCount(found);
    await expect(undecided).toHaveCount(found - 1);
    await expect(takeBack).toBeHidden();
  });

  await test.step('and goes with the next decision, which stays', async () => {
    await page.keyboard.press('Enter');
    await expect(queue.getByText('1 to review')).toBeVisible();
    await expect(marks).not.toHaveCount(found);
    await expect(undecided.first()).toBeVisible();
    const others = await undecided.count();
    await page.keyboard.press('f');
    await expect(undecided).toHaveCount(others - 1);
    await expect(takeBack).toBeHidden();
  });

  await test.step('Enter pressed twice reopens once and says nothing that is not so', async () => {
    await queue.getByRole('button', { name: 'Done 1' }).click();
    await queue.getByRole('option').first().click();
    await defects.getByRole('button', { name: 'Reopen board' }).click();
    const dialog = page.getByRole('dialog', { name: 'Reopen board' });
    await expect(dialog.getByRole('textbox', { name: 'Reason' })).toBeFocused();
    await page.keyboard.type('wrong board');
    await dialog.locator('form').evaluate((form: HTMLFormElement) => {
      form.requestSubmit();
      form.requestSubmit();
    });
    await expect(dialog).toBeHidden();
    await expect(queue.getByText(`${controllers.length} to review`)).toBeVisible();
    // The station answers in turn: after this it has answered both.
    await page.evaluate(() => window.station.review.steps({}));
    await expect(notices.getByText(/not signed off/)).toHaveCount(0);
  });
  await app.close();

  const done = (await logEntries(dataDir)).map(({ action }) => action).filter((action) => action.startsWith('board.'));
  expect(done).toEqual(['board.signed_off', 'board.reopened', 'board.signed_off', 'board.reopened']);
});
