/** What happens to a person's work when a part of the station fails. */
import { appendFile, chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication } from '@playwright/test';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from './fixture.ts';
import { seriousFindings } from './journeys/axe-findings.ts';
import { killEngine } from './journeys/engine-process.ts';
import { fillDisk, freeDisk, readOnlyDatabase, smallDisk } from './journeys/own-disk.ts';
import { controllers, importBoards, inspectionMs, lamp, markedDefects, sampleCount } from './journeys/sample-boards.ts';
import { boardRecords, verifyLog } from './journeys/station-record.ts';
import { goTo, partsOf } from './journeys/window-parts.ts';

test('the page is loaded anew: the decision stands, the note that is being typed is still there', async ({
  openWindow,
}) => {
  const { page } = await openWindow({ files: [lamp] });
  const { defects, undecided, boards } = partsOf(page);
  const found = await markedDefects(page);
  await page.keyboard.press('f');
  await expect(undecided).toHaveCount(found - 1);
  await page.keyboard.press('t');
  const note = defects.getByRole('textbox', { name: 'Note' });
  await note.fill('seen under the microscope');

  await page.reload();
  await boards.first().click();
  await expect(undecided).toHaveCount(found - 1);
  await expect(note).toHaveValue('seen under the microscope');
  await note.press('Enter');
  await expect(note).toBeHidden();
  await page.keyboard.press('p');
  await expect(defects.getByText(/“seen under the microscope”/)).toBeVisible();
});

test.describe('a database', () => {
  test('that another program holds: said at once, the window goes on, and what was typed is kept when the other is done', async ({
    dataDir,
    openWindow,
  }) => {
    const { app, page } = await openWindow({ files: [lamp] });
    const { board, defects, undecided, status } = partsOf(page);
    const found = await markedDefects(page);
    await page.keyboard.press('f');
    await expect(undecided).toHaveCount(found - 1);
    await page.keyboard.press('t');
    const note = defects.getByRole('textbox', { name: 'Note' });
    await note.fill('seen under the microscope');

    const other = new BetterSqlite3(join(dataDir, 'station.db'));
    other.exec('BEGIN IMMEDIATE');
    await note.press('Enter');
    const said = 'Another program is using the database.';
    await expect(status.getByText(said)).toBeVisible();
    await expect(note).toHaveValue('seen under the microscope');
    // Looking goes on.
    await board.getByRole('button', { name: 'Side by side' }).click();
    await expect(board.getByRole('application')).toHaveCount(2);

    other.exec('ROLLBACK');
    other.close();
    await expect(note).toBeHidden();
    await expect(status.getByText(said)).toBeHidden();
    await page.keyboard.press('p');
    await expect(defects.getByText(/“seen under the microscope”/)).toBeVisible();
    await app.close();
    expect(await verifyLog(dataDir)).toMatchObject({ status: 0 });
  });

  test('that may only be read: boards can be looked at, and no decision is shown that was not kept', async ({
    dataDir,
    openWindow,
    openWindowOn,
  }) => {
    const first = await openWindow({ files: [lamp] });
    const found = await markedDefects(first.page);
    await first.app.close();

    const { app, page } = await openWindowOn(readOnlyDatabase);
    const { marks, undecided, notices, status } = partsOf(page);
    const said = 'The database cannot be written.';
    await expect(status.getByText(said)).toBeVisible();
    await expect(marks).toHaveCount(found);
    await page.keyboard.press('c');
    await expect(notices.getByText(said)).toBeVisible();
    await expect(undecided).toHaveCount(found);
    await goTo(page, 'History');
    await expect(page.getByRole('grid', { name: 'Inspections' }).getByRole('checkbox')).toHaveCount(1);
    await app.close();
    expect(boardRecords(dataDir)[0]?.decisions).toEqual(Array(found).fill('not_verified'));
  });
});

test('a full disk: said at once, nothing typed is lost, and the same key works when there is room again', async ({
  dataDir,
  openWindowOn,
}) => {
  const { app, page } = await openWindowOn(smallDisk);
  await importBoards(app, page, [lamp]);
  const { defects, undecided, notices, status } = partsOf(page);
  const found = await markedDefects(page);
  await page.keyboard.press('f');
  await expect(undecided).toHaveCount(found - 1);
  await page.keyboard.press('t');
  const note = defects.getByRole('textbox', { name: 'Note' });
  await note.fill('the last thing before the disk was full');

  await fillDisk(app, dataDir);
  await note.press('Enter');
  const said = 'The disk that holds the database is full.';
  await expect(notices.getByText(said)).toBeVisible();
  expect(await seriousFindings(page)).toEqual([]);
  await expect(status.getByText(said)).toBeVisible();
  await expect(note).toHaveValue('the last thing before the disk was full');
  await expect(undecided).toHaveCount(found - 1);

  await freeDisk(app, dataDir);
  await note.press('Enter');
  await expect(note).toBeHidden();
  await expect(status.getByText(said)).toBeHidden();
  await page.keyboard.press('p');
  await expect(defects.getByText(/“the last thing before the disk was full”/)).toBeVisible();
  await app.close();
});

test.describe('the window', () => {
  /** What stands in the window, asked through the program: the driver's own page ends with the page's process. */
  const shown = (app: ElectronApplication): Promise<string> =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript('document.body.innerText'),
    );
  const undo = (app: ElectronApplication): Promise<void> =>
    app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(
        `[...document.querySelectorAll('button')].find((button) => button.textContent.startsWith('Undo')).click()`,
      ),
    );

  for (const [what, sign, fail] of [
    ['crashed', 'window process gone', 'crash'],
    ['hangs', 'window does not respond', 'hang'],
  ] as const)
    test(`that ${what} is loaded again, and a person goes on where they were, undo included`, async ({
      dataDir,
      openWindow,
    }) => {
      const { app, page } = await openWindow({ files: [lamp] });
      const { undecided } = partsOf(page);
      const found = await markedDefects(page);
      await page.keyboard.press('f');
      await page.keyboard.press('a');
      await expect(undecided).toHaveCount(found - 2);

      if (fail === 'hang') void page.evaluate('for (;;);').catch(() => undefined);
      else
        await app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]!.webContents.forcefullyCrashRenderer(),
        );
      const log = () => readFile(join(dataDir, 'logs', 'shell.log'), 'utf8');
      await expect.poll(log, { timeout: 60_000 }).toContain(sign);
      const decided = `${found} found, ${found - 2} to decide`;
      await expect.poll(() => shown(app).catch(String), { timeout: 60_000 }).toContain(decided);
      await undo(app);
      await expect.poll(() => shown(app)).toContain(`${found} found, ${found - 1} to decide`);
      await app.close();
      expect(await verifyLog(dataDir)).toMatchObject({ status: 0 });
    });
});

test('a queue that cannot be read again is not taken for the present one', async ({ app, page }) => {
  await importBoards(app, page, [lamp]);
  await markedDefects(page);
  await app.evaluate(({ ipcMain }) => {
    for (const channel of ['fiducial:queue.page', 'fiducial:queue.counts']) {
      ipcMain.removeHandler(channel);
      ipcMain.handle(channel, async () => ({ ok: false, error: { code: 'DB_IO', message: 'told' } }));
    }
  });
  const { queue, boards, undecided } = partsOf(page);
  const before = await undecided.count();
  await page.keyboard.press('f');
  await expect(undecided).toHaveCount(before - 1);
  const old = queue.getByRole('alert');
  await expect(old).toContainText(/Not up to date since .*\d/);
  await expect(queue.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(boards).toHaveCount(1);
});

test('a picture whose original was changed on the disk is not shown, and the board says why', async ({
  app,
  page,
  dataDir,
}) => {
  await importBoards(app, page, controllers);
  const { board, boards, queue } = partsOf(page);
  await expect(queue.getByText('2 to review')).toBeVisible({ timeout: inspectionMs });
  // Whichever was inspected first was opened by itself, and its picture has been read.
  await expect(boards.and(page.getByRole('option', { selected: true }))).toHaveCount(1);
  const unopened = (await boards.first().getAttribute('aria-selected')) === 'true' ? 1 : 0;
  const sha256 = await page.evaluate(async (row) => {
    const waiting = await window.station.queue.page({ shelf: 'review', limit: 2 });
    return waiting.ok ? waiting.value.rows[row]!.imageSha256 : '';
  }, unopened);
  const original = join(dataDir, 'images', sha256.slice(0, 2), `${sha256}.jpg`);
  await chmod(original, 0o600);
  await appendFile(original, 'a byte too many');
  await boards.nth(unopened).click();
  await expect(board.getByText(/original image is missing or was changed on disk.*doctor --full/)).toBeVisible();
  await expect(board.getByRole('button', { name: 'Try again' })).toBeVisible();
});

test('an engine that is killed in the middle of an import: every board is inspected, once', async ({
  app,
  page,
  dataDir,
}) => {
  const { board, boards, queue, status } = partsOf(page);
  await board.getByRole('button', { name: 'Inspect the samples' }).click();
  await expect(boards.first()).toBeVisible({ timeout: inspectionMs });
  await killEngine(app);
  await expect(queue.getByText(`${sampleCount} to review`)).toBeVisible({ timeout: inspectionMs });
  await expect(queue.getByRole('button', { name: /refused/ })).toBeHidden();
  await expect(status.getByText(/engine/i)).toBeHidden();
  await app.close();
  const serials = boardRecords(dataDir).map(({ serial }) => serial);
  expect(serials).toHaveLength(sampleCount);
  expect(new Set(serials).size).toBe(sampleCount);
});

test('a program that is ended without warning has kept every decision that it showed', async ({
  dataDir,
  openWindow,
}) => {
  const first = await openWindow({ files: [lamp] });
  const { undecided } = partsOf(first.page);
  const found = await markedDefects(first.page);
  await first.page.keyboard.press('c');
  await first.page.keyboard.press('r');
  await expect(undecided).toHaveCount(found - 2);
  const shell = await first.app.evaluate(() => process.pid);
  const ended = first.app.waitForEvent('close');
  process.kill(shell, 'SIGKILL');
  await ended;

  const second = await openWindow();
  await expect(partsOf(second.page).marks).toHaveCount(found);
  await expect(partsOf(second.page).undecided).toHaveCount(found - 2);
  await second.app.close();
  expect(await verifyLog(dataDir)).toMatchObject({ status: 0 });
});
