/** The quality lead and the auditor: what was decided, by whom, and whether anybody changed it. */
import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Page } from '@playwright/test';
import BetterSqlite3 from 'better-sqlite3';
import { fiducial } from '../test/acceptance/run-fiducial.ts';
import { expect, test } from './fixture.ts';
import { tabTo } from './journeys/keyboard.ts';
import { engineer, operator, signIn, staffStation } from './journeys/people.ts';
import { inspectionMs, inspectSamples, pickInDialogs, sampleCount, saveInDialogs } from './journeys/sample-boards.ts';
import { verifyLog } from './journeys/station-record.ts';
import { goTo, partsOf, pick } from './journeys/window-parts.ts';

/** The shift before the auditor came: every board decided and signed, each first defect confirmed. */
const reviewAll = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const { queue, boards, review, settings } = window.station;
    await settings.set({ person: 'B. Ortiz' });
    const waiting = await queue.page({ shelf: 'review', limit: 100 });
    for (const { id } of waiting.ok ? waiting.value.rows : []) {
      const opened = await boards.open({ inspectionId: id });
      if (!opened.ok) throw new Error(opened.error.message);
      let { revision } = opened.value;
      for (const [place, defect] of opened.value.defects.entries()) {
        const verification = place === 0 ? 'confirmed' : 'rejected';
        const decided = await review.verify({ inspectionId: id, defectIds: [defect.id], verification });
        if (!decided.ok) throw new Error(decided.error.message);
        revision = decided.value.board.revision;
      }
      const signed = await review.signOff({ inspectionId: id, revision });
      if (!signed.ok) throw new Error(signed.error.message);
    }
  });

test('finds boards by serial, verdict, type and person in the history', async ({ page }) => {
  await inspectSamples(page);
  await reviewAll(page);
  await goTo(page, 'History');
  const list = page.getByRole('grid', { name: 'Inspections' });
  const rows = list.getByRole('row').filter({ has: page.getByRole('checkbox') });
  const filter = page.getByRole('search', { name: 'Filter inspections' });
  await expect(rows).toHaveCount(sampleCount);

  await filter.getByRole('searchbox').fill('CTRL');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('CTRL-14');
  await filter.getByRole('button', { name: 'Clear all' }).click();

  await filter.getByRole('button', { name: 'Pass', exact: true }).click();
  const passed = await rows.filter({ hasText: 'Pass' }).count();
  await expect(rows.filter({ hasText: 'Fail' })).toHaveCount(0);
  await filter.getByRole('button', { name: 'Fail', exact: true }).click();
  await expect(rows.filter({ hasText: 'Fail' })).toHaveCount(sampleCount - passed);
  await expect(rows).toHaveCount(sampleCount - passed);
  await filter.getByRole('button', { name: 'Clear all' }).click();

  await filter.getByRole('button', { name: 'Filter', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'Filter inspections' });
  await pick(page, form.getByRole('combobox', { name: 'Part' }), 'PCB-2002');
  await pick(page, form.getByRole('combobox', { name: 'Decided by' }), 'B. Ortiz');
  await page.keyboard.press('Escape');
  await expect(filter.getByRole('button', { name: 'Remove filter: Part: PCB-2002' })).toBeVisible();
  await expect(rows).toHaveCount(3);
  await filter.getByRole('button', { name: 'Remove filter: Part: PCB-2002' }).click();
  await expect(rows).toHaveCount(sampleCount);

  await filter.getByRole('searchbox').fill('no board is called so');
  await expect(page.getByText('No inspection fits this filter')).toBeVisible();
});

test('reads yield and defects by type, and a bar leads to its boards', async ({ page }) => {
  await inspectSamples(page);
  await reviewAll(page);
  await goTo(page, 'Statistics');
  const figures = page.getByText(/passed, .* failed, 0 to decide/);
  await expect(figures).toBeVisible();
  const pareto = page.getByRole('region', { name: 'Defects by type' });
  // A picture has no roles: the tallest bar is the first.
  const bar = pareto.locator('.recharts-bar-rectangle').first();
  await bar.click();
  const filter = page.getByRole('search', { name: 'Filter inspections' });
  await expect(filter.getByRole('button', { name: /^Remove filter: Defect: / })).toBeVisible();
  const rows = page
    .getByRole('grid', { name: 'Inspections' })
    .getByRole('row')
    .filter({ has: page.getByRole('checkbox') });
  await expect(rows).not.toHaveCount(0);
  const byBar = await rows.count();
  expect(byBar).toBeLessThan(sampleCount);

  await test.step('the same bar, by the keyboard', async () => {
    await goTo(page, 'Statistics');
    const target = pareto.getByRole('button', { name: /^Show boards with / }).first();
    await tabTo(page, target);
    await page.keyboard.press('Enter');
    await expect(rows).toHaveCount(byBar);
  });

  // And from the table.
  await goTo(page, 'Statistics');
  await page.getByRole('group', { name: 'Defects by type: show as' }).getByRole('button', { name: 'Table' }).click();
  await page.getByRole('table', { name: 'Defects by type' }).getByRole('button').first().press('Enter');
  await expect(rows).toHaveCount(byBar);
});

test('reads the log, follows an entry to its board, and has the whole log verified', async ({ page, app, dataDir }) => {
  await inspectSamples(page);
  await reviewAll(page);
  await goTo(page, 'Audit');
  const entries = page.getByRole('grid', { name: 'Log entries' });
  await pick(page, page.getByRole('combobox', { name: 'Action' }), 'Board signed off');
  await expect(entries.getByText(/^A board was signed off: /)).toHaveCount(sampleCount);
  await expect(entries.getByRole('row').nth(1)).toContainText('B. Ortiz');
  await entries.getByRole('row').nth(1).click();
  const entry = page.getByRole('complementary', { name: /^Entry \d+$/ });
  await expect(entry.getByText('"meaning": "reviewed"')).toBeVisible();
  await entry.getByRole('button', { name: 'Open in review' }).click();
  await expect(partsOf(page).defects.getByText(/signed off by B\. Ortiz/)).toBeVisible();

  await goTo(page, 'Audit');
  await page.getByRole('button', { name: 'Verify log' }).click();
  await expect(page.getByText('The log is intact')).toBeVisible();
  await app.close();
  expect(await verifyLog(dataDir)).toMatchObject({ status: 0, report: { ok: true } });
});

test('finds who released a board, proves it, and hands over a log that verifies elsewhere', async ({
  page,
  app,
  dataDir,
}) => {
  const proofFile = join(dataDir, '..', `proof-${basename(dataDir)}.tlog-proof`);
  const exported = join(dataDir, '..', `log-${basename(dataDir)}`);
  await saveInDialogs(app, proofFile);
  await inspectSamples(page);
  await staffStation(page);

  const serial = await test.step('in the shift before, an engineer released a board with a concession', async () => {
    await signIn(page, engineer);
    const { boardName, marks, undecided } = partsOf(page);
    await expect(undecided.first()).toBeVisible();
    const released = (await boardName.getByText(/^\d{6}$/).textContent())!;
    const found = await marks.count();
    for (let left = found; left > 0; left -= 1) {
      await page.keyboard.press('a');
      await expect(undecided).toHaveCount(left - 1);
    }
    await page.keyboard.press('Enter');
    const signing = page.getByRole('dialog', { name: `Sign off ${released}` });
    await signing.getByRole('button', { name: 'released with concession' }).click();
    await signing.getByLabel('Password').fill(engineer.password);
    await signing.getByRole('textbox', { name: 'Note' }).fill('customer agreed, mail of 20 November');
    await page.keyboard.press('Enter');
    await expect(partsOf(page).notices.getByText(`${released} signed off: Pass`)).toBeVisible();
    await page.keyboard.press('Control+l');
    return released;
  });

  await signIn(page, operator);
  await goTo(page, 'Audit');
  const entries = page.getByRole('grid', { name: 'Log entries' });
  const rows = entries.getByRole('row').filter({ has: page.getByRole('gridcell') });
  await test.step('finds the board by its serial, and its story from there', async () => {
    await page.getByRole('searchbox', { name: 'Find' }).fill(serial);
    await expect(rows).toHaveCount(1);
    await rows.first().click();
    await page.getByRole('button', { name: "The board's story" }).click();
    await expect(page.getByRole('heading', { name: `The story of board ${serial}` })).toBeVisible();
    await expect(rows.first()).toContainText(`Board ${serial} was inspected`);
    await expect(rows.last()).toContainText('A board was signed off: pass, released with concession');
  });
  const entry = page.getByRole('complementary', { name: /^Entry \d+$/ });
  await test.step('reads who signed, when, what it means and what proved it', async () => {
    await rows.last().click();
    await expect(entry.getByText('B. Ortiz').first()).toBeVisible();
    await expect(entry.getByText('released with concession', { exact: true })).toBeVisible();
    await expect(entry.getByText('password', { exact: true })).toBeVisible();
    await expect(entry.getByText('customer agreed, mail of 20 November', { exact: true })).toBeVisible();
  });
  await test.step('saves the proof of that entry', async () => {
    await entry.getByRole('button', { name: 'Save proof…' }).click();
    await expect(entry.getByText(/is one of the \d+ entries that this station has signed/)).toBeVisible();
    const proof = await readFile(proofFile);
    expect(proof.length).toBeLessThanOrEqual(4096);
    expect(proof.toString()).toMatch(/^c2sp\.org\/tlog-proof@v1\n/);
  });
  await test.step('sees what the log rests on, and has it verified', async () => {
    await page.getByRole('button', { name: 'Details' }).click();
    await expect(page.getByText(/covers \d+ entries/)).toBeVisible();
    await expect(page.getByText("the log's first key")).toBeVisible();
    await expect(page.getByRole('button', { name: 'Begin a new key' })).toBeDisabled();
    await page.getByRole('button', { name: 'Verify log' }).click();
    await expect(page.getByText('The log is intact')).toBeVisible();
    await expect(page.getByText('tamper-evident, not tamper-proof', { exact: false })).toBeVisible();
  });
  await pickInDialogs(app, [exported]);
  await page.getByRole('button', { name: 'Export log' }).click();
  await expect(partsOf(page).notices.getByText(/entries exported$/)).toBeVisible();
  await app.close();

  await test.step('the export verifies in another program, and not once one byte of it was changed', async () => {
    const intact = await fiducial(['audit', 'verify', '--export', exported, '--json']);
    expect({ status: intact.status, report: JSON.parse(intact.stdout) }).toMatchObject({
      status: 0,
      report: { ok: true },
    });
    const bundle = (await readdir(join(exported, 'tile', 'entries'), { recursive: true, withFileTypes: true })).find(
      (one) => one.isFile(),
    )!;
    const file = join(bundle.parentPath, bundle.name);
    await writeFile(file, (await readFile(file, 'latin1')).replace('B. Ortiz', 'B. Ortis'), 'latin1');
    const changed = await fiducial(['audit', 'verify', '--export', exported, '--json']);
    expect({ status: changed.status, report: JSON.parse(changed.stdout) }).toMatchObject({
      status: 3,
      report: { ok: false },
    });
  });
  await rm(exported, { recursive: true, force: true });
  await rm(proofFile, { force: true });
});

test('hands over everything about a board in one file, and sees when such a file was changed', async ({
  page,
  app,
  dataDir,
}) => {
  const bundle = join(dataDir, '..', `evidence-${basename(dataDir)}.zip`);
  await inspectSamples(page);
  await reviewAll(page);
  await goTo(page, 'History');
  await page.getByRole('grid', { name: 'Inspections' }).getByRole('checkbox').first().check();
  await saveInDialogs(app, bundle);
  await page.getByRole('button', { name: 'Evidence bundle…' }).click();
  await expect(partsOf(page).notices.getByText(/^Evidence bundle written/)).toBeVisible({ timeout: inspectionMs });

  await goTo(page, 'Audit');
  await pickInDialogs(app, [bundle]);
  await page.getByRole('button', { name: 'Check a bundle…' }).click();
  const holds = page.getByRole('dialog', { name: 'The bundle holds' });
  await expect(holds.getByText('by B. Ortiz', { exact: false })).toBeVisible();
  await holds.getByRole('button', { name: 'Close' }).click();
  await expect(holds).toBeHidden();

  const bytes = await readFile(bundle);
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  await writeFile(bundle, bytes);
  await page.getByRole('button', { name: 'Check a bundle…' }).click();
  await expect(
    page
      .getByRole('dialog', { name: 'The bundle does not hold' })
      .or(page.getByText('This file is no evidence bundle', { exact: false })),
  ).toBeVisible();
  await rm(bundle, { force: true });
});

test('is told which entry of the log was changed while the program was closed', async ({ dataDir, openWindow }) => {
  const before = await openWindow();
  await before.page.evaluate(() => window.station.settings.set({ person: 'B. Ortiz' }));
  await before.page.evaluate(() => window.station.settings.set({ station: 'AOI-Line1' }));
  await before.app.close();
  const changed = pretendAnother(dataDir, 'B. Ortiz', 'A. Lee');

  const { app, page } = await openWindow();
  await goTo(page, 'Audit');
  await page.getByRole('button', { name: 'Verify log' }).click();
  const report = page.getByRole('alert').filter({ hasText: `The log is damaged at entry ${changed}` });
  await expect(report).toBeVisible();
  await expect(report.getByText('The content of the entry was changed.')).toBeVisible();
  await report.getByRole('button', { name: `Show entry ${changed}` }).click();
  await expect(page.getByRole('complementary', { name: `Entry ${changed}` })).toContainText('A. Lee');
  // Whoever looks at something else meanwhile is told all the same.
  await goTo(page, 'Review');
  await expect(partsOf(page).status.getByText('Log damaged')).toBeVisible();
  await goTo(page, 'Audit');
  await expect(report).toBeVisible();
  await app.close();
  expect(await verifyLog(dataDir)).toMatchObject({
    status: 3,
    report: { ok: false, index: changed, damage: 'edited' },
  });
});

test('is told that the whole database was set back, what was lost, and how the log goes on', async ({
  dataDir,
  openWindow,
}) => {
  const database = join(dataDir, 'station.db');
  const kept = join(dataDir, '..', `kept-${basename(dataDir)}.db`);
  const first = await openWindow();
  await first.page.evaluate(() => window.station.settings.set({ person: 'B. Ortiz' }));
  await first.app.close();
  await copyFile(database, kept);
  const second = await openWindow();
  await second.page.evaluate(() => window.station.settings.set({ person: 'A. Lee' }));
  await second.app.close();
  for (const rest of ['-wal', '-shm']) await rm(`${database}${rest}`, { force: true });
  await copyFile(kept, database);
  await rm(kept);

  const { page } = await openWindow();
  await expect(partsOf(page).status.getByText('Log was set back', { exact: false })).toBeVisible();
  await goTo(page, 'Audit');
  await expect(page.getByText(/^Set back, \d+ entries\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Details' }).click();
  await expect(page.getByText(/^Entries \d+ to \d+ were there once; noticed /)).toBeVisible();
  await page.getByRole('button', { name: 'Begin a new key' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Begin new key' }).click();
  await expect(page.getByText('handed over by the key before')).toBeVisible();
  await expect(page.getByText(/^Set back, /)).toBeHidden();
  // What was lost stays told.
  await expect(page.getByText(/^Entries \d+ to \d+ were there once; noticed /)).toBeVisible();
});

/** Changes one row of the log as somebody would who has the file and knows SQLite. Gives the entry's number. */
function pretendAnother(dataDir: string, name: string, other: string): number {
  const db = new BetterSqlite3(join(dataDir, 'station.db'));
  try {
    const triggers = db
      .prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit_entries'`)
      .all() as { readonly name: string }[];
    for (const trigger of triggers) db.exec(`DROP TRIGGER "${trigger.name}"`);
    const { seq } = db
      .prepare(`SELECT seq FROM audit_entries WHERE entry LIKE ? ORDER BY seq DESC LIMIT 1`)
      .get(`%${name}%`) as { readonly seq: number };
    db.prepare(`UPDATE audit_entries SET entry = replace(entry, ?, ?) WHERE seq = ?`).run(name, other, seq);
    return seq;
  } finally {
    db.close();
  }
}
