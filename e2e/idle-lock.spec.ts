/** People who walk away from a shared bench. */
import { expect, test } from './fixture.ts';
import { sleepFor } from './journeys/computer-clock.ts';
import { engineer, entranceOf, operator, pin, setQuickFactor, signIn, staffStation } from './journeys/people.ts';
import { inspectionMs, lamp } from './journeys/sample-boards.ts';
import { logEntries, verifyLog } from './journeys/station-record.ts';
import { partsOf } from './journeys/window-parts.ts';

/** A badge of digits alone, which the field for the PIN takes as well. */
const badge = '70001234';
/** The lock comes after ten minutes, unless somebody sets it otherwise. */
const awayMs = 11 * 60_000;

test('a session that is left alone locks by itself, keeps what was begun, and comes back by PIN, password or somebody’s badge', async ({
  openWindow,
  dataDir,
}) => {
  const { app, page } = await openWindow({ files: [lamp] });
  const { marks, undecided, board, defects, queue, status } = partsOf(page);
  await expect(marks.first()).toBeVisible({ timeout: inspectionMs });
  await staffStation(page);
  await signIn(page, engineer);
  await setQuickFactor(page, engineer, 'Badge', badge);
  await page.keyboard.press('Control+l');
  await signIn(page, operator);
  await setQuickFactor(page, operator, 'PIN', pin);
  await queue.getByRole('option').first().click();
  await expect(marks.first()).toBeVisible();
  const found = await marks.count();
  const lock = entranceOf(page);
  const note = defects.getByRole('textbox', { name: 'Note' });

  await test.step('in the middle of a note, nobody moves for eleven minutes', async () => {
    await page.getByRole('listbox', { name: 'Defects of the board' }).focus();
    await page.keyboard.press('f');
    await expect(undecided).toHaveCount(found - 1);
    await page.keyboard.press('t');
    await page.keyboard.type('solder splash at');
    await sleepFor(app, awayMs);
    await expect(lock.getByRole('heading', { name: 'Locked' })).toBeVisible();
    for (const part of [board, defects, queue]) await expect(part).toBeHidden();
    await page.keyboard.press('Control+2');
    expect(await page.evaluate(() => window.station.queue.page({ shelf: 'review', limit: 1 }))).toMatchObject({
      ok: false,
      error: { code: 'IDENTITY_LOCKED' },
    });
  });

  await test.step('the PIN brings back the same person, the note and the place in it', async () => {
    await lock.getByLabel('PIN', { exact: true }).last().focus();
    await page.keyboard.type(pin);
    await page.keyboard.press('Enter');
    await expect(lock).toBeHidden();
    await expect(note).toHaveValue('solder splash at');
    await expect(note).toBeFocused();
    await page.keyboard.type(' U14');
    await page.keyboard.press('Enter');
    await expect(note).toBeHidden();
    await page.keyboard.press('p');
    await expect(defects.getByText('solder splash at U14')).toBeVisible();
    await expect(undecided).toHaveCount(found - 1);
  });

  await test.step('the password does so as well', async () => {
    await sleepFor(app, awayMs);
    await expect(lock.getByRole('heading', { name: 'Locked' })).toBeVisible();
    await lock.getByRole('button', { name: 'Password', exact: true }).click();
    await lock.getByLabel('Password', { exact: true }).last().fill(operator.password);
    await page.keyboard.press('Enter');
    await expect(lock).toBeHidden();
    await expect(status.getByText('A. Lee, Operator')).toBeVisible();
  });

  await test.step('a colleague takes the bench over with a badge, scanned where the PIN was asked', async () => {
    await sleepFor(app, awayMs);
    await expect(lock.getByRole('heading', { name: 'Locked' })).toBeVisible();
    await expect(lock.getByLabel('PIN', { exact: true }).last()).toBeFocused();
    await page.keyboard.type(badge);
    await page.keyboard.press('Enter');
    await expect(lock).toBeHidden();
    await expect(status.getByText('B. Ortiz, Engineer')).toBeVisible();
  });

  await app.close();
  const entries = await logEntries(dataDir);
  const locked = entries.filter(({ action }) => action === 'session.locked');
  expect(locked.map(({ actor, after }) => [actor.name, after.cause])).toEqual([
    [engineer.printedName, 'person'],
    [operator.printedName, 'idle'],
    [operator.printedName, 'idle'],
    [operator.printedName, 'idle'],
  ]);
  expect(entries.filter(({ action }) => action === 'person.sign_in_failed')).toEqual([]);
  expect(await verifyLog(dataDir)).toMatchObject({ status: 0, report: { ok: true } });
});
