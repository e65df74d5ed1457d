/** A barcode scanner at the bench: it types like a keyboard, whatever has the focus. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { entranceOf, operator, signIn, staffStation } from './journeys/people.ts';
import { controllers, inspectionMs, lamp } from './journeys/sample-boards.ts';
import { goTo, partsOf } from './journeys/window-parts.ts';
import { scanLabel } from './person-hands.ts';

/** A lot that is all decisions and reasons, and whose Enter is the sign-off. */
const label = 'CF-000432';
const lampLabel = '4711-088';

/** What the station's log says about decisions and sign-offs. */
const decisions = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const reply = await window.station.audit.page({ limit: 200 });
    if (!reply.ok) throw new Error(reply.error.message);
    const actions = reply.value.entries.map(({ action }) => action);
    return actions.filter((action) => /^(verification\.|board\.signed)/.test(action)).reverse();
  });

const importAs = (page: Page, path: string, lot: string) =>
  page.evaluate((start) => window.station.imports.start(start), { paths: [path], about: { lot } });

test('opens the board whose label is scanned, and decides nothing; the same keys by hand do', async ({ page }) => {
  const { queue, boardName, undecided, notices } = partsOf(page);
  const search = page.getByRole('searchbox', { name: 'Search boards' });
  await importAs(page, lamp, lampLabel);
  await expect(undecided.first()).toBeVisible({ timeout: inspectionMs });
  await importAs(page, controllers[0]!, label);
  await expect(queue.getByText('2 to review')).toBeVisible({ timeout: inspectionMs });
  await expect(boardName).toContainText(lampLabel);

  await test.step('before the board', async () => {
    expect(await scanLabel(page, label)).toEqual([]);
    await expect(boardName).toContainText(label);
    await expect(search).toHaveValue(label);
    await expect(queue.getByRole('option')).toHaveCount(1);
  });

  await test.step('while a button has the focus, which it does not press', async () => {
    await queue.getByRole('button', { name: /^Done/ }).focus();
    expect(await scanLabel(page, lampLabel)).toEqual([]);
    await expect(boardName).toContainText(lampLabel);
    await expect(search).toHaveValue(lampLabel);
    await expect(queue.getByRole('button', { name: /^Review/ })).toHaveAttribute('aria-pressed', 'true');
  });

  await test.step('of a board that is not here: the one in view stays, and it is said', async () => {
    await scanLabel(page, 'FCA-999');
    await expect(notices.getByText('Nothing begins with “FCA-999”.')).toBeVisible();
    await expect(boardName).toContainText(lampLabel);
  });

  await test.step('by a scanner that sends no Enter: the text stands in the search field', async () => {
    await scanLabel(page, label, []);
    await expect(search).toBeFocused();
    await expect(search).toHaveValue(label);
    await page.keyboard.press('Enter');
    await expect(boardName).toContainText(label);
    await page.keyboard.press('Escape');
    await expect(search).toHaveValue('');
    await expect(queue.getByRole('option')).toHaveCount(2);
  });

  await test.step('before a dialog it does nothing', async () => {
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await keys.getByRole('button', { name: 'Close' }).focus();
    expect(await scanLabel(page, lampLabel)).toEqual([]);
    await expect(keys).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(keys).toBeHidden();
    await expect(search).toHaveValue('');
    await expect(boardName).toContainText(label);
  });

  await test.step('elsewhere it is looked for in the history', async () => {
    await goTo(page, 'Statistics');
    await scanLabel(page, lampLabel);
    const found = page.getByRole('grid', { name: 'Inspections' });
    await expect(found.getByText(lampLabel).first()).toBeVisible();
    await expect(found.getByText(label)).toHaveCount(0);
    await goTo(page, 'Review');
    await expect(undecided.first()).toBeVisible();
  });
  expect(await decisions(page)).toEqual([]);

  await test.step('at the pace of a person the same keys decide', async () => {
    const found = await undecided.count();
    await page.keyboard.press('c');
    await expect(undecided).toHaveCount(found - 1);
    await page.keyboard.press('f');
    await expect(undecided).toHaveCount(found - 2);
    expect(await decisions(page)).toEqual(['verification.set', 'verification.set']);
  });
});

test('a scan before the lock does nothing; in its text field it is what it was', async ({ page }) => {
  await staffStation(page);
  const entrance = entranceOf(page);
  await entrance.getByRole('button', { name: 'Forgot the password?' }).focus();
  expect(await scanLabel(page, label)).toEqual([]);
  await expect(entrance.getByRole('heading', { name: 'Sign in' })).toBeVisible();
  const name = entrance.getByRole('textbox', { name: 'Name' });
  await name.focus();
  expect(await scanLabel(page, label)).toEqual([...label, 'Enter']);
  await name.focus();
  await signIn(page, operator);
  await expect(page.getByRole('searchbox', { name: 'Search boards' })).toHaveValue('');
});
