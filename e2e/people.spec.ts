/** People: who may come in, what they may do, and what their signature says. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import {
  administrator,
  badge,
  engineer,
  entranceOf,
  operator,
  pin,
  setQuickFactor,
  signIn,
  staffStation,
} from './journeys/people.ts';
import { inspectSamples, lamp, markedDefects } from './journeys/sample-boards.ts';
import { logEntries, verifyLog } from './journeys/station-record.ts';
import { goTo, partsOf } from './journeys/window-parts.ts';

const signing = (page: Page) => page.getByRole('dialog', { name: /^Sign off / });

/** Confirms the selected defect and asks to sign: the board fails. */
async function confirmAndSign(page: Page): Promise<void> {
  const { defects } = partsOf(page);
  await page.keyboard.press('c');
  await expect(defects.getByText(/: confirmed\. Why\?/)).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(signing(page)).toBeVisible();
}

test('a station without people works without a sign-in, until somebody sets up the first administrator', async ({
  page,
}) => {
  const { status } = partsOf(page);
  await expect(status.getByText('No sign-in')).toBeVisible();
  await goTo(page, 'Settings');
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'People' }).click();
  await expect(page.getByText('Nobody signs in at this station')).toBeVisible();
  await page.getByRole('textbox', { name: 'Name for signing in' }).fill(administrator.name);
  await page.getByRole('textbox', { name: 'Printed name' }).fill(administrator.printedName);

  await test.step('a password that is too short is refused, and what was typed stays', async () => {
    await page.getByLabel('New password', { exact: true }).fill('short');
    await page.getByLabel('New password again').fill('short');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').getByText('The password is too short', { exact: false })).toBeVisible();
    await expect(page.getByRole('textbox', { name: 'Printed name' })).toHaveValue(administrator.printedName);
  });
  await page.getByLabel('New password', { exact: true }).fill(administrator.password);
  await page.getByLabel('New password again').fill(administrator.password);
  await page.keyboard.press('Enter');

  const code = page.getByRole('dialog', { name: 'Recovery code' });
  const recoveryCode = await test.step('the recovery code goes only when it was noted', async () => {
    await expect(code.getByRole('status')).toHaveText(/^([0-9A-Z]{5}-){3}[0-9A-Z]{5}$/);
    await page.keyboard.press('Escape');
    await expect(code).toBeVisible();
    await expect(code.getByRole('button', { name: 'Done' })).toBeDisabled();
    await code.getByRole('button', { name: 'Copy' }).click();
    await expect(page.getByText('Recovery code copied')).toBeVisible();
    const shown = (await code.getByRole('status').textContent())!;
    await code.getByRole('checkbox', { name: 'I have noted the code' }).check();
    await code.getByRole('button', { name: 'Done' }).click();
    await expect(code).toBeHidden();
    return shown;
  });
  await expect(status.getByText('Dana Kim, Administrator')).toBeVisible();

  const oneTime = await test.step('adds an operator, who gets a one-time password', async () => {
    await page.getByRole('button', { name: 'Add a person' }).click();
    const form = page.getByRole('dialog', { name: 'Add a person' });
    await form.getByRole('textbox', { name: 'Name for signing in' }).fill(operator.name);
    await form.getByRole('textbox', { name: 'Printed name' }).fill(operator.printedName);
    await page.keyboard.press('Enter');
    const handed = page.getByRole('dialog', { name: `One-time password for ${operator.printedName}` });
    const password = (await handed.getByRole('status').textContent())!;
    await handed.getByRole('button', { name: 'I have handed it over' }).click();
    await expect(page.getByRole('row').filter({ hasText: operator.printedName })).toContainText('One-time password');
    return password;
  });

  await test.step('who comes with it chooses a password first', async () => {
    await page.getByRole('button', { name: /^Signed in as Dana Kim/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(partsOf(page).queue).toBeHidden();
    await page.getByRole('textbox', { name: 'Name' }).fill(operator.name);
    await page.getByLabel('Password').fill(oneTime);
    await page.keyboard.press('Enter');
    const own = page.getByRole('dialog', { name: 'Choose your own password' });
    await own.getByLabel('One-time password').fill(oneTime);
    await own.getByLabel('New password', { exact: true }).fill(operator.password);
    await own.getByLabel('New password again').fill(operator.password);
    await page.keyboard.press('Enter');
    await expect(status.getByText('A. Lee, Operator')).toBeVisible();
  });

  await test.step('an administrator who forgot the password comes in with the code, and gets the next one', async () => {
    await page.getByRole('button', { name: /^Signed in as A\. Lee/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Forgot the password?' }).click();
    const recovery = page.getByRole('dialog', { name: 'Forgot the password' });
    await recovery.getByRole('textbox', { name: 'Name' }).fill(administrator.name);
    await recovery.getByRole('textbox', { name: 'Recovery code' }).fill(recoveryCode.toLowerCase());
    await recovery.getByLabel('New password', { exact: true }).fill(`${administrator.password} again`);
    await recovery.getByLabel('New password again').fill(`${administrator.password} again`);
    await page.keyboard.press('Enter');
    await expect(code.getByRole('status')).not.toHaveText(recoveryCode);
    await code.getByRole('checkbox', { name: 'I have noted the code' }).check();
    await code.getByRole('button', { name: 'Done' }).click();
    await expect(status.getByText('Dana Kim, Administrator')).toBeVisible();
  });
});

test('an operator signs the first board with the password, the next one with the PIN, and a wrong one loses nothing', async ({
  page,
  app,
  dataDir,
}) => {
  const { notices, status } = partsOf(page);
  await inspectSamples(page);
  await staffStation(page);
  await signIn(page, operator);
  await expect(status.getByText('A. Lee, Operator')).toBeVisible();
  await expect(partsOf(page).undecided.first()).toBeVisible();
  await setQuickFactor(page, operator, 'PIN', pin);
  await page.getByRole('listbox', { name: 'Defects of the board' }).focus();

  await test.step('the first signature of a session wants the password', async () => {
    await confirmAndSign(page);
    const dialog = signing(page);
    await expect(dialog.getByText('A. Lee', { exact: true })).toBeVisible();
    await expect(dialog.getByText('reviewed', { exact: true })).toBeVisible();
    await expect(dialog.getByText('approved')).toBeHidden();
    await expect(dialog.getByRole('group', { name: 'Prove it by' })).toBeHidden();
    await dialog.getByRole('textbox', { name: 'Note' }).fill('seen under the microscope');
    await dialog.getByLabel('Password').fill('not my password');
    await page.keyboard.press('Enter');
    await expect(dialog.getByRole('alert').getByText('That does not match.')).toBeVisible();
    await expect(dialog.getByRole('textbox', { name: 'Note' })).toHaveValue('seen under the microscope');
    await expect(dialog.getByLabel('Password')).toBeFocused();
    await page.keyboard.type(operator.password);
    await page.keyboard.press('Enter');
    await expect(notices.getByText(/ signed off: Fail$/)).toBeVisible();
    await expect(dialog).toBeHidden();
  });

  await test.step('one factor is enough after it, by keyboard alone', async () => {
    await expect(partsOf(page).undecided.first()).toBeVisible();
    await confirmAndSign(page);
    await expect(signing(page).getByLabel('PIN', { exact: true }).last()).toBeFocused();
    await page.keyboard.type(pin);
    await page.keyboard.press('Enter');
    await expect(signing(page)).toBeHidden();
  });

  await app.close();
  const signed = (await logEntries(dataDir)).filter(({ action }) => action === 'board.signed_off');
  expect(signed.map(({ after }) => after.factor)).toEqual(['password', 'pin']);
  expect(signed.map(({ after, actor }) => [after.signer, after.meaning, actor.name])).toEqual([
    ['A. Lee', 'reviewed', 'A. Lee'],
    ['A. Lee', 'reviewed', 'A. Lee'],
  ]);
  expect(signed[0]!.reason).toBe('seen under the microscope');
  expect(await verifyLog(dataDir)).toMatchObject({ status: 0, report: { ok: true } });
});

test('a locked session hides the board and its keys, and loses nothing that was being written', async ({
  openWindow,
}) => {
  const { page } = await openWindow({ files: [lamp] });
  const { marks, board, defects, queue } = partsOf(page);
  const found = await markedDefects(page);
  await staffStation(page);
  await expect(board).toBeHidden();
  await signIn(page, operator);
  await queue.getByRole('option').first().click();
  await expect(marks.first()).toBeVisible();
  await setQuickFactor(page, operator, 'Badge', badge);
  await page.getByRole('listbox', { name: 'Defects of the board' }).focus();
  await page.keyboard.press('f');
  await page.keyboard.press('t');
  await page.keyboard.type('solder splash at');

  await page.keyboard.press('Control+l');
  const lock = entranceOf(page);
  await expect(lock.getByRole('heading', { name: 'Locked' })).toBeVisible();
  for (const part of [board, defects, queue]) await expect(part).toBeHidden();
  await expect(page.getByRole('textbox', { name: 'Note' })).toBeHidden();

  await test.step('keys of the board do nothing, and the station refuses who asks beside the window', async () => {
    await page.mouse.click(5, 5);
    await page.keyboard.press('c');
    await page.keyboard.press('Control+2');
    const reply = await page.evaluate(() => window.station.queue.page({ shelf: 'review', limit: 1 }));
    expect(reply).toMatchObject({ ok: false, error: { code: 'IDENTITY_LOCKED' } });
  });
  await test.step('comes back by badge: a keyboard that types and presses Enter', async () => {
    await lock.getByLabel('Badge', { exact: true }).last().focus();
    await page.keyboard.type(badge);
    await page.keyboard.press('Enter');
    await expect(lock).toBeHidden();
  });
  const note = defects.getByRole('textbox', { name: 'Note' });
  await expect(note).toHaveValue('solder splash at');
  await expect(note).toBeFocused();
  await expect(marks.filter({ hasText: 'confirmed' })).toHaveCount(0);
  await expect(marks).toHaveCount(found);
  await page.keyboard.type(' U14');
  await page.keyboard.press('Enter');
  await expect(note).toBeHidden();
  // The next defect is selected; the note is about the one before.
  await page.keyboard.press('p');
  await expect(defects.getByText('solder splash at U14')).toBeVisible();

  await test.step('somebody else takes over the bench with name and password', async () => {
    await page.keyboard.press('Control+l');
    await signIn(page, engineer);
    await expect(partsOf(page).status.getByText('B. Ortiz, Engineer')).toBeVisible();
  });
});

test('a name is locked after five wrong passwords, says for how long, and an administrator unlocks it', async ({
  page,
}) => {
  await staffStation(page);
  const entrance = entranceOf(page);
  await page.getByRole('textbox', { name: 'Name' }).fill(operator.name);
  for (let wrong = 0; wrong < 6; wrong += 1) {
    await entrance.getByLabel('Password').fill(`wrong ${wrong}`);
    await page.keyboard.press('Enter');
    await expect(entrance.getByLabel('Password')).toHaveValue('');
    await expect(entrance.getByRole('alert')).not.toBeEmpty();
  }
  await expect(entrance.getByText('Too many wrong tries in a row.')).toBeVisible();
  await expect(entrance.getByText(/^Try again in 1[45]:\d\d minutes\.$/)).toBeVisible();

  await page.getByRole('textbox', { name: 'Name' }).fill('');
  await page.getByRole('textbox', { name: 'Name' }).focus();
  await signIn(page, administrator);
  await goTo(page, 'Settings');
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'People' }).click();
  await expect(page.getByRole('row').filter({ hasText: operator.printedName })).toContainText('Locked for');
  await page.getByRole('button', { name: `Change ${operator.printedName}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByRole('dialog').getByText('Locked for', { exact: false })).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row').filter({ hasText: operator.printedName })).toContainText('Can sign in');
});

test('an operator is not offered what only engineers and administrators may do', async ({ page }) => {
  await inspectSamples(page);
  await staffStation(page);
  await signIn(page, operator);
  const { board, undecided } = partsOf(page);
  await expect(undecided.first()).toBeVisible();

  await expect(
    board.getByRole('button', { name: 'Annotate for training: Only for engineers and administrators.' }),
  ).toBeDisabled();
  await page.keyboard.press('m');
  await expect(board.getByText('Drag a box around the missed defect')).toBeHidden();
  await goTo(page, 'History');
  await expect(page.getByRole('button', { name: 'Export…' })).toBeDisabled();
  await goTo(page, 'Recipes');
  await expect(page.getByRole('button', { name: 'New recipe' })).toBeDisabled();
  await goTo(page, 'Settings');
  const sections = page.getByRole('navigation', { name: 'Sections' });
  for (const section of ['Person and station', 'Inspection', 'Shifts']) {
    await sections.getByRole('button', { name: section }).click();
    await expect(page.getByText('These settings hold for the whole site.', { exact: false })).toBeVisible();
  }
  await sections.getByRole('button', { name: 'People' }).click();
  await expect(page.getByRole('button', { name: 'Add a person' })).toBeHidden();
  await expect(page.getByRole('table', { name: 'Who may do what' })).toBeVisible();

  await page.keyboard.press('Control+l');
  await signIn(page, engineer);
  await goTo(page, 'Recipes');
  await expect(page.getByRole('button', { name: 'New recipe' })).toBeEnabled();
});
