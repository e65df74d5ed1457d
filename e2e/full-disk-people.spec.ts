/** A station with people whose disk is full. */
import { expect, test } from './fixture.ts';
import { fillDisk, freeDisk, smallDisk } from './journeys/own-disk.ts';
import { entranceOf, operator, signIn, staffStation } from './journeys/people.ts';
import { importBoards, lamp, markedDefects } from './journeys/sample-boards.ts';
import { goTo, partsOf } from './journeys/window-parts.ts';

test('a full disk: people come in to look, decide nothing, and go on as soon as there is room', async ({
  dataDir,
  openWindowOn,
}) => {
  const { app, page } = await openWindowOn(smallDisk);
  await importBoards(app, page, [lamp]);
  const { marks, undecided, status, queue } = partsOf(page);
  const found = await markedDefects(page);
  await staffStation(page);
  await fillDisk(app, dataDir);

  await test.step('a wrong password is refused as ever', async () => {
    await page.getByRole('textbox', { name: 'Name' }).fill(operator.name);
    await entranceOf(page).getByLabel('Password').fill('not the password');
    await page.keyboard.press('Enter');
    await expect(entranceOf(page).getByRole('alert').getByText('That does not match.')).toBeVisible();
    await page.getByRole('textbox', { name: 'Name' }).fill('');
    await page.getByRole('textbox', { name: 'Name' }).focus();
  });
  await signIn(page, operator);
  await expect(status.getByText('A. Lee: looking only')).toBeVisible();
  await expect(status.getByText('The disk that holds the database is full.')).toBeVisible();

  await test.step('boards and the log can be looked at, and a decision is refused', async () => {
    await queue.getByRole('option').first().click();
    await expect(marks).toHaveCount(found);
    await page.keyboard.press('c');
    await expect(undecided).toHaveCount(found);
    const decided = await page.evaluate(async () => {
      const rows = await window.station.queue.page({ shelf: 'review', limit: 1 });
      const inspectionId = rows.ok ? rows.value.rows[0]!.id : '';
      const board = await window.station.boards.open({ inspectionId });
      const defectIds = board.ok ? [board.value.defects[0]!.id] : [];
      return window.station.review.verify({ inspectionId, defectIds, verification: 'confirmed' });
    });
    // Where somebody else's file went at this moment there was room for the sign-in, and none for the decision.
    expect(['IDENTITY_NOT_RECORDED', 'DB_FULL']).toContain(decided.ok ? 'decided' : decided.error.code);
    await goTo(page, 'Audit');
    await expect(page.getByRole('grid', { name: 'Log entries' })).toBeVisible();
    await goTo(page, 'Review');
  });

  await freeDisk(app, dataDir);
  await expect(status.getByText('A. Lee, Operator')).toBeVisible();
  await expect(marks).toHaveCount(found);
  await page.getByRole('listbox', { name: 'Defects of the board' }).focus();
  await page.keyboard.press('f');
  await expect(undecided).toHaveCount(found - 1);
  const log = await page.evaluate(() => window.station.audit.page({ limit: 20 }));
  const actions = log.ok ? log.value.entries.map(({ action }) => action) : [];
  expect(actions).toEqual(expect.arrayContaining(['person.sign_in_failed', 'person.signed_in', 'verification.set']));
  await app.close();
});
