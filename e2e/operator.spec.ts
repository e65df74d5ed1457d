/** The operator at the bench: gloves on, both hands on a few keys, no mouse. */
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from './fixture.ts';
import { tabTo } from './journeys/keyboard.ts';
import { inspectionMs, lamp, markedDefects, sampleCount } from './journeys/sample-boards.ts';
import { boardRecords, logEntries, verifyLog } from './journeys/station-record.ts';
import { partsOf } from './journeys/window-parts.ts';

test('signs off every sample board by keyboard alone; it is all there after a restart, and the log agrees', async ({
  dataDir,
  openWindow,
}) => {
  const signed = new Map<string, 'pass' | 'fail'>();
  const first = await openWindow();
  {
    const { page } = first;
    const { board, boardName, marks, undecided, queue, notices } = partsOf(page);
    await tabTo(page, board.getByRole('button', { name: 'Inspect the samples' }));
    await page.keyboard.press('Enter');
    await expect(boardName).toBeVisible({ timeout: inspectionMs });
    await expect(queue.getByText(`${sampleCount} to review`)).toBeVisible({ timeout: inspectionMs });

    for (let reviewed = 0; reviewed < sampleCount; reviewed += 1) {
      const serial = (await boardName.getByText(/^\d{6}$/).textContent())!;
      // Every other board has one real defect; everything else the model calls falsely, lets pass or was put right.
      const found = await marks.count();
      const keys = Array.from({ length: found }, (_, place) => ['f', 'a', 'r'][place % 3]!);
      if (reviewed % 2 === 0 && found > 0) keys[0] = 'c';
      for (const [place, key] of keys.entries()) {
        await page.keyboard.press(key);
        await expect(undecided).toHaveCount(found - place - 1);
      }
      await page.keyboard.press('Enter');
      const verdict = keys[0] === 'c' ? 'Fail' : 'Pass';
      await expect(notices.getByText(`${serial} signed off: ${verdict}`)).toBeVisible();
      // The next one comes by itself.
      await expect(boardName.getByText(serial)).toBeHidden();
      if (reviewed < sampleCount - 1) await expect(boardName).toBeVisible();
      signed.set(serial, verdict === 'Pass' ? 'pass' : 'fail');
    }
    expect(signed.size).toBe(sampleCount);
    await expect(queue.getByText('All boards are reviewed.')).toBeVisible();
  }
  await first.app.close();

  const second = await openWindow();
  const { queue } = partsOf(second.page);
  await expect(queue.getByText('All boards are reviewed.')).toBeVisible();
  await expect(queue.getByRole('button', { name: `Done ${sampleCount}` })).toBeVisible();
  await second.app.close();

  const records = boardRecords(dataDir);
  expect(new Map(records.map(({ serial, verdict }) => [serial, verdict]))).toEqual(signed);
  expect(records.every(({ shelf }) => shelf === 'done')).toBe(true);
  expect(records.flatMap(({ decisions }) => decisions)).not.toContain('not_verified');
  const log = await logEntries(dataDir);
  const signings = log.filter(({ action }) => action === 'board.signed_off');
  expect(new Map(signings.map(({ object, after }) => [object.id, after.verdict]))).toEqual(
    new Map(records.map(({ id, verdict }) => [id, verdict])),
  );
  expect(await verifyLog(dataDir)).toMatchObject({ status: 0, report: { ok: true } });
});

test('a key that follows on the closing of a dialog at once decides', async ({ openWindow }) => {
  const { app, page } = await openWindow({ files: [lamp] });
  const { undecided } = partsOf(page);
  const found = await markedDefects(page);
  const keys = page.getByRole('dialog', { name: 'Keys' });
  // Faster than it fades: the second key comes in the same moment as the first.
  const closeAnd = (key: string) =>
    page.evaluate((next) => {
      const press = (name: string) =>
        (document.activeElement ?? document.body).dispatchEvent(
          new KeyboardEvent('keydown', { key: name, bubbles: true, cancelable: true }),
        );
      press('Escape');
      return new Promise<void>((done) => {
        requestAnimationFrame(() => {
          press(next);
          done();
        });
      });
    }, key);
  await page.keyboard.press('?');
  await expect(keys).toBeVisible();
  await closeAnd('f');
  await expect(undecided).toHaveCount(found - 1);
  await expect(keys).toBeHidden();
  await app.close();
});

test('gives a reason and a note, takes steps back and makes them again, without leaving the keyboard', async ({
  dataDir,
  openWindow,
}) => {
  const { app, page } = await openWindow({ files: [lamp] });
  const { board, queue, marks, undecided, defects, notices } = partsOf(page);
  const found = await markedDefects(page);

  await test.step('a false call, its reason by digit, a note', async () => {
    await page.keyboard.press('f');
    await expect(defects.getByText(/: false call\. Why\?/)).toBeVisible();
    await page.keyboard.press('1');
    await expect(defects.getByRole('button', { name: 'Glare or shadow' })).toHaveAttribute('aria-pressed', 'true');
    await page.keyboard.press('t');
    await expect(defects.getByRole('textbox', { name: 'Note' })).toBeFocused();
    await page.keyboard.type('reflection at the edge, c and f are no commands here');
    await page.keyboard.press('Enter');
    await expect(defects.getByRole('textbox', { name: 'Note' })).toBeHidden();
    await expect(undecided).toHaveCount(found - 1);
  });

  await test.step('undo takes the note, the reason and the decision back, redo makes them again', async () => {
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Control+z');
    await expect(undecided).toHaveCount(found);
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('Control+y');
    await expect(undecided).toHaveCount(found - 1);
    await expect(defects.getByText(/Glare or shadow · “reflection at the edge/)).toBeVisible();
  });

  await test.step('a board with an undecided defect is not passed; it says why', async () => {
    await page.keyboard.press('Enter');
    await expect(notices.getByText(/undecided/)).toBeVisible();
    await expect(queue.getByText('1 to review')).toBeVisible();
  });

  await test.step('signed off, taken back, signed off again', async () => {
    // Redo has selected what it made again.
    await page.keyboard.press('n');
    for (let left = found - 1; left > 0; left -= 1) {
      await expect(undecided).toHaveCount(left);
      await page.keyboard.press('a');
    }
    await expect(undecided).toHaveCount(0);
    await expect(defects.getByText('Passes: no defect is confirmed.')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(queue.getByText('All boards are reviewed.')).toBeVisible();
    await expect(board.getByText('No board is open')).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(queue.getByText('1 to review')).toBeVisible();
    await expect(marks).toHaveCount(found);
    await page.keyboard.press('Enter');
    await expect(queue.getByText('All boards are reviewed.')).toBeVisible();
  });
  await app.close();

  const entries = await logEntries(dataDir);
  const decided = entries.filter(({ action }) => action === 'verification.set');
  expect(decided.map(({ after }) => after.cause).slice(0, 9)).toEqual([
    ...['person', 'person', 'person'],
    ...['undo', 'undo', 'undo'],
    ...['redo', 'redo', 'redo'],
  ]);
  expect(decided[8]).toMatchObject({ reason: 'Glare or shadow', after: { verification: 'rejected' } });
  expect(entries.map(({ action }) => action).filter((action) => action.startsWith('board.'))).toEqual([
    'board.signed_off',
    'board.reopened',
    'board.signed_off',
  ]);
  expect(await verifyLog(dataDir)).toMatchObject({ status: 0, report: { ok: true } });
});

test('presses keys faster than the station answers: each is about what it was pressed for', async ({
  dataDir,
  openWindow,
}) => {
  const { app, page } = await openWindow({ files: [lamp] });
  const { queue, defects } = partsOf(page);
  const found = await markedDefects(page);
  // Another program writes: nothing is stored until it is done.
  const other = new BetterSqlite3(join(dataDir, 'station.db'));
  other.exec('BEGIN IMMEDIATE');
  await page.keyboard.press('a');
  await page.keyboard.press('2');
  await page.keyboard.press('f');
  await page.keyboard.press('1');
  await page.keyboard.press('t');
  await page.keyboard.type('a scratch, c and r are words here');
  await page.keyboard.press('Enter');
  await expect(defects.getByRole('textbox', { name: 'Note' })).toBeFocused();
  other.exec('ROLLBACK');
  other.close();
  await expect(defects.getByRole('textbox', { name: 'Note' })).toBeHidden();
  for (let left = found - 2; left > 0; left -= 1) await page.keyboard.press('r');
  await page.keyboard.press('Enter');
  await expect(queue.getByText('All boards are reviewed.')).toBeVisible();
  await app.close();

  const set = (await logEntries(dataDir)).filter(({ action }) => action === 'verification.set');
  expect(set.slice(0, 5).map(({ reason, after }) => [after.verification, reason, after.note])).toEqual([
    ['accepted', '', ''],
    ['accepted', 'Cosmetic only', ''],
    ['rejected', '', ''],
    ['rejected', 'Glare or shadow', ''],
    ['rejected', 'Glare or shadow', 'a scratch, c and r are words here'],
  ]);
  expect(set.slice(5).map(({ after }) => after.verification)).toEqual(Array(found - 2).fill('repaired'));
});
