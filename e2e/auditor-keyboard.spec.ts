/** An auditor without a mouse: finds who released a board, proves it, and takes the log away. */
import { readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fiducial } from '../test/acceptance/run-fiducial.ts';
import { expect, test } from './fixture.ts';
import { tabTo } from './journeys/keyboard.ts';
import { engineer, operator, signIn, staffStation } from './journeys/people.ts';
import { inspectionMs, lamp, pickInDialogs, saveInDialogs } from './journeys/sample-boards.ts';
import { partsOf } from './journeys/window-parts.ts';

test('by keyboard alone: who released the board, the proof of it, the whole log verified and handed over', async ({
  openWindow,
  dataDir,
}) => {
  const proofFile = join(dataDir, '..', `keys-${basename(dataDir)}.tlog-proof`);
  const exported = join(dataDir, '..', `keys-log-${basename(dataDir)}`);
  const { app, page } = await openWindow({ files: [lamp] });
  await saveInDialogs(app, proofFile);
  await pickInDialogs(app, [exported]);
  const { marks, undecided, notices, boards } = partsOf(page);
  await expect(marks.first()).toBeVisible({ timeout: inspectionMs });
  await staffStation(page);

  await test.step('an engineer released it', async () => {
    await signIn(page, engineer);
    await boards.first().click();
    for (let left = await marks.count(); left > 0; left -= 1) {
      await page.keyboard.press('a');
      await expect(undecided).toHaveCount(left - 1);
    }
    await page.keyboard.press('Enter');
    const signing = page.getByRole('dialog', { name: /^Sign off / });
    await expect(signing.getByLabel('Password')).toBeFocused();
    await page.keyboard.type(engineer.password);
    await page.keyboard.press('Enter');
    await expect(signing).toBeHidden();
    await page.keyboard.press('Control+l');
  });
  await signIn(page, operator);

  const entries = page.getByRole('grid', { name: 'Log entries' });
  const entry = page.getByRole('complementary', { name: /^Entry \d+$/ });
  await test.step('finds the sign-off and reads it', async () => {
    await tabTo(page, partsOf(page).main.getByRole('link', { name: 'Audit' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('searchbox', { name: 'Find' }));
    await page.keyboard.type('reviewed');
    const rows = entries.getByRole('row').filter({ has: page.getByRole('gridcell') });
    await expect(rows).toHaveCount(1);
    await expect(rows.first()).toContainText('A board was signed off');
    await tabTo(page, entries);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(entry.getByText('B. Ortiz').first()).toBeVisible();
  });
  await test.step('saves its proof', async () => {
    await tabTo(page, entry.getByRole('button', { name: 'Save proof…' }));
    await page.keyboard.press('Enter');
    await expect(entry.getByText(/is one of the \d+ entries that this station has signed/)).toBeVisible();
    expect(await readFile(proofFile, 'utf8')).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
  });
  await test.step('has the log verified and takes it away', async () => {
    await tabTo(page, page.getByRole('button', { name: 'Verify log' }));
    await page.keyboard.press('Enter');
    await expect(page.getByText('The log is intact')).toBeVisible();
    await tabTo(page, page.getByRole('button', { name: 'Export log' }));
    await page.keyboard.press('Enter');
    await expect(notices.getByText(/entries exported$/)).toBeVisible();
  });
  await app.close();
  const verified = await fiducial(['audit', 'verify', '--export', exported, '--json']);
  expect({ status: verified.status, report: JSON.parse(verified.stdout) }).toMatchObject({
    status: 0,
    report: { ok: true },
  });
  await rm(exported, { recursive: true, force: true });
  await rm(proofFile, { force: true });
});
