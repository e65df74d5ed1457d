/** The quality lead and the auditor: what was decided, by whom, and whether anybody changed it. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import BetterSqlite3 from 'better-sqlite3';
import { expect, test } from './fixture.ts';
import { inspectSamples, sampleCount } from './journeys/sample-boards.ts';
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

  // The same by keyboard and screen reader, from the table.
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
  await app.close();
  expect(await verifyLog(dataDir)).toMatchObject({
    status: 3,
    report: { ok: false, index: changed, damage: 'edited' },
  });
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
