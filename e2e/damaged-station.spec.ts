/** A database that cannot be read any more, and the way back. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fiducial } from '../test/acceptance/run-fiducial.ts';
import { expect, test } from './fixture.ts';
import { seriousFindings } from './journeys/axe-findings.ts';
import { pickInDialogs } from './journeys/sample-boards.ts';
import { logEntries, verifyLog } from './journeys/station-record.ts';
import { goTo, partsOf } from './journeys/window-parts.ts';

/** Something wrote over the file's beginning. */
function damage(file: string): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(8192, 0x41), 0, 8192, 0);
  closeSync(handle);
}

test('a damaged database: the window says so, restores a backup that holds, and keeps what was damaged', async ({
  dataDir,
  openWindow,
}) => {
  const database = join(dataDir, 'station.db');
  const backup = join(dataDir, '..', `monday-${basename(dataDir)}.backup`);
  const first = await openWindow();
  await first.page.evaluate(() => window.station.settings.set({ person: 'B. Ortiz' }));
  await first.app.close();
  expect((await fiducial(['backup', backup, '--data-dir', dataDir])).status).toBe(0);
  const second = await openWindow();
  await second.page.evaluate(() => window.station.settings.set({ station: 'AOI-Line1' }));
  await second.app.close();
  for (const rest of ['-wal', '-shm']) await rm(`${database}${rest}`, { force: true });
  damage(database);

  const { app, page } = await openWindow();
  const screen = page.getByRole('alertdialog', { name: 'The database file is not a database.' });
  await expect(screen).toBeVisible();
  await expect(screen.getByText('Nothing was deleted or changed.', { exact: false })).toBeVisible();
  await expect(screen.getByText(dataDir)).toBeVisible();
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await seriousFindings(page)).toEqual([]);
  }
  const restore = screen.getByRole('button', { name: 'Restore a backup…' });

  await test.step('a file that is no backup is refused, and nothing changes', async () => {
    await pickInDialogs(app, [join(import.meta.dirname, 'README.md')]);
    await expect(restore).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(screen.getByText('The backup cannot be read', { exact: false })).toBeVisible();
    expect((await readdir(dataDir)).filter((name) => name.startsWith('station.db'))).toEqual(['station.db']);
  });
  await test.step('the backup takes its place, by keyboard', async () => {
    await pickInDialogs(app, [backup]);
    await page.keyboard.press('Enter');
    await expect(screen).toBeHidden();
    await expect(partsOf(page).status.getByText('Log was set back', { exact: false })).toBeVisible();
    await goTo(page, 'Audit');
    await expect(page.getByText(/^Set back, \d+ entries\.$/)).toBeVisible();
    await expect(page.getByRole('grid', { name: 'Log entries' }).getByText('A backup was restored')).toBeVisible();
  });
  await app.close();
  const kept = (await readdir(dataDir)).filter((name) => name.startsWith('station.db.damaged-'));
  expect(kept).toHaveLength(1);
  const actions = (await logEntries(dataDir)).map(({ action }) => action);
  expect(actions).toEqual(expect.arrayContaining(['log.rolled_back', 'station.restored']));
  expect(await verifyLog(dataDir)).toMatchObject({ status: 0, report: { ok: true } });
  await rm(backup);
});
