/** A station and a central service, both as they are: what is inspected here arrives there, whatever happens between. */
import { hostname } from 'node:os';
import { type Browser, chromium, type Locator, type Page } from '@playwright/test';
import { findChromium } from '../test/chromium-binary.ts';
import { test as base, expect } from './fixture.ts';
import { seriousFindings } from './journeys/axe-findings.ts';
import { type CentralService, startCentralService } from './journeys/central-service.ts';
import { tabTo } from './journeys/keyboard.ts';
import { comeAs, engineer, operator, signIn, staffStation } from './journeys/people.ts';
import { inspectSamples, sampleCount } from './journeys/sample-boards.ts';
import { everythingSent, syncMs, syncPartsOf, takeItsPlace, untilSetAside } from './journeys/sync.ts';

interface Centre {
  readonly service: CentralService;
  /** A browser of somebody elsewhere. */
  readonly site: Browser;
}

// Ended with the test, whatever became of it.
const test = base.extend<Centre>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern.
  service: async ({}, use) => {
    const service = await startCentralService();
    await use(service);
    await service.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above.
  site: async ({}, use) => {
    const site = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] });
    await use(site);
    await site.close();
  },
});

interface Listed {
  readonly inspection_id: string;
  readonly serial: string | null;
  readonly revision: number;
  readonly lot: string;
}

/** What the service has, by its own account. */
async function inspectionsThere(service: CentralService, token: string): Promise<readonly Listed[]> {
  const reply = await service.ask('/v1/inspections?limit=100', { headers: { 'x-api-token': token } });
  return ((await reply.json()) as { data: readonly Listed[] }).data;
}

const boardsHere = (page: Page): Promise<readonly { readonly id: string; readonly defects: number }[]> =>
  page.evaluate(async () => {
    const rows = await window.station.queue.page({ shelf: 'review', limit: 100 });
    if (!rows.ok) throw new Error(rows.error.message);
    return rows.value.rows.map(({ id, defects }) => ({ id, defects }));
  });

/** Confirms every defect of a board: its next revision. */
const decide = (page: Page, inspectionId: string): Promise<void> =>
  page.evaluate(async (id) => {
    const board = await window.station.boards.open({ inspectionId: id });
    const defectIds = board.ok ? board.value.defects.map((defect) => defect.id) : [];
    const done = await window.station.review.verify({ inspectionId: id, defectIds, verification: 'confirmed' });
    if (!done.ok) throw new Error(done.error.message);
  }, inspectionId);

/** By keyboard alone: to a control and on it. */
async function press(page: Page, control: Locator): Promise<void> {
  await tabTo(page, control);
  await page.keyboard.press('Enter');
}

async function accessible(page: Page): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((value) => window.station.settings.set({ theme: value }), theme);
    await expect(page.locator(`[data-theme=${theme}]`)).toBeVisible();
    expect(await seriousFindings(page), theme).toEqual([]);
  }
}

test('a station is connected, its boards arrive, the network goes and comes back, and one item needs an engineer', async ({
  page,
  service,
  site,
}) => {
  test.setTimeout(600_000);
  await inspectSamples(page);
  const { view, summary, items, details, connection, state } = syncPartsOf(page);
  const boards = await boardsHere(page);
  const [poison, other] = boards.filter(({ defects }) => defects > 0).map(({ id }) => id) as [string, string];
  const token = await service.addDevice(hostname());
  const onlyOthers = async () =>
    (await inspectionsThere(service, token)).filter(({ inspection_id }) => inspection_id !== poison);
  // A board of that id is there already, filed by hand under another lot: the station's will be refused.
  await takeItsPlace(service, token, poison);

  await test.step('a station that is not connected says so, and what waits', async () => {
    await expect(state).toHaveText('○ Sync off');
    await page.keyboard.press('Control+7');
    await expect(summary).toContainText(`Not connected. ${sampleCount} items wait.`);
    await expect(items.getByRole('row')).toHaveCount(sampleCount + 1);
    await accessible(page);
  });

  await test.step('is connected by keyboard, after a look at the service', async () => {
    await press(page, view.getByRole('button', { name: 'Connection…' }));
    await tabTo(page, connection.getByLabel('Address'));
    await page.keyboard.type(service.url);
    await tabTo(page, connection.getByLabel('Token of this station'));
    await page.keyboard.type('fcd_of_somebody_else');
    await press(page, connection.getByRole('button', { name: 'Test' }));
    await expect(connection.getByText('does not accept the token', { exact: false })).toBeVisible();
    await accessible(page);
    await tabTo(page, connection.getByLabel('Token of this station'));
    await page.keyboard.press('Control+a');
    await page.keyboard.type(token);
    await press(page, connection.getByRole('button', { name: 'Test' }));
    await expect(connection.getByText(`It works: the service knows ${hostname()}.`)).toBeVisible();
    await tabTo(page, connection.getByLabel('Token of this station'));
    await page.keyboard.press('Enter');
    await expect(connection).toBeHidden();
  });

  await test.step('every board but one arrives, and that one holds up nothing', async () => {
    await untilSetAside(page);
    await everythingSent(page);
    expect((await onlyOthers()).map(({ inspection_id }) => inspection_id).toSorted()).toEqual(
      boards
        .map(({ id }) => id)
        .filter((id) => id !== poison)
        .toSorted(),
    );
    await expect(state).toHaveText('▲ 1 needs you');
    await expect(view.getByText('1 item needs you. Everything else is sent.')).toBeVisible();
    await expect(items.getByRole('row').filter({ hasText: 'Stored there' }).first()).toBeVisible();
    await expect(view.getByText(/^Since \d/)).toBeVisible();
  });

  await test.step('the network goes: what is decided meanwhile waits, and is there when it comes back', async () => {
    await service.kill();
    await decide(page, other);
    await expect(state).toHaveText(/^▲ 1 needs you, No network since .+, 1 waiting$/, { timeout: syncMs });
    await expect(summary).toContainText(/^No network since .+\. 1 item waits\./);
    await expect(items.getByRole('row').nth(1)).toContainText(/Waiting.*next in/);
    await service.start();
    await view.getByRole('button', { name: 'Try now' }).click();
    await everythingSent(page);
    await expect(state).toHaveText('▲ 1 needs you');
    expect((await onlyOthers()).find(({ inspection_id }) => inspection_id === other)).toMatchObject({ revision: 2 });
  });

  await test.step('a token that was revoked is said, and another one goes on', async () => {
    await service.revoke(hostname());
    await decide(page, boards.findLast(({ defects, id }) => defects > 0 && id !== poison)!.id);
    await expect(summary).toContainText('The token is not accepted since', { timeout: syncMs });
    const next = await service.addDevice(hostname());
    await view.getByRole('button', { name: 'Connection…' }).click();
    await connection.getByLabel('Token of this station').fill(next);
    await connection.getByRole('button', { name: 'Save' }).click();
    await everythingSent(page);
  });

  await staffStation(page);
  await test.step('an operator sees what needs somebody, and may not decide about it', async () => {
    await comeAs(page, operator);
    await state.click();
    await view.getByRole('button', { name: 'Show' }).click();
    await expect(items.getByRole('row')).toHaveCount(2);
    await items.getByRole('row').nth(1).click();
    await expect(details).toContainText('The central service refused this item.');
    await expect(details).toContainText('INSPECTION_EXISTS');
    for (const action of ['Try again', 'Skip…'])
      await expect(details.getByRole('button', { name: action })).toBeDisabled();
    await expect(view.getByRole('button', { name: 'Pause' })).toBeDisabled();
    await accessible(page);
  });

  await test.step('an engineer tries it again, and skips it with a reason, by keyboard', async () => {
    await page.keyboard.press('Control+l');
    await signIn(page, engineer);
    await page.keyboard.press('Control+7');
    const openIt = async () => {
      await tabTo(page, items);
      await page.keyboard.press('Enter');
      await expect(details).toContainText('5 tries');
    };
    await openIt();
    await press(page, details.getByRole('button', { name: 'Try again' }));
    await expect(details).toBeHidden();
    await untilSetAside(page);
    await openIt();
    await press(page, details.getByRole('button', { name: 'Skip…' }));
    const dialog = page.getByRole('dialog', { name: 'Skip this item' });
    await expect(dialog.getByRole('button', { name: 'Skip item' })).toBeDisabled();
    await page.keyboard.type('filed by hand on paper');
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(state).toHaveText('✓ Synced');
    await expect(view.getByText('Nothing is set aside')).toBeVisible();
    await tabTo(page, view.getByRole('button', { name: 'All', exact: true }));
    for (let steps = 0; steps < 4; steps += 1) await page.keyboard.press('ArrowRight');
    await expect(view.getByRole('button', { name: 'Skipped' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(items.getByRole('row').nth(1)).toContainText('filed by hand on paper');
    const [entry] = await page.evaluate(async () => {
      const log = await window.station.audit.page({ action: 'sync.item_skipped', limit: 1 });
      return log.ok ? log.value.entries : [];
    });
    expect(entry).toMatchObject({ reason: 'filed by hand on paper', actor: { name: engineer.printedName } });
    // The log is copied and countersigned, with this decision in it.
    await everythingSent(page);
  });

  await test.step('pauses and goes on', async () => {
    await press(page, view.getByRole('button', { name: 'Pause' }));
    await expect(state).toHaveText('○ Paused');
    await expect(summary).toContainText('Paused. Nothing waits.');
    await press(page, view.getByRole('button', { name: 'Resume' }));
    await expect(state).toHaveText('✓ Synced');
  });

  await test.step('the service’s own page shows the station, its lots and a board with its defects', async () => {
    const web = await site.newPage({ baseURL: service.url });
    await web.goto('/');
    await web.getByLabel('Name').fill('demo');
    await web.getByLabel('Password').fill('demo');
    await web.getByRole('button', { name: 'Sign in' }).click();
    const station = web.getByRole('row').filter({ hasText: hostname() });
    await expect(station).toContainText('pcb_defect_detector');
    await expect(station).not.toContainText('nothing');
    await web.getByRole('link', { name: 'Lots' }).click();
    await expect(web.getByRole('row').filter({ hasText: /\d %/ }).first()).toBeVisible();
    await web.goto(`/inspections/${other}`);
    await expect(web.getByRole('img', { name: 'The inspected board' })).toBeVisible();
    const defects = boards.find(({ id }) => id === other)?.defects ?? 0;
    await expect(web.locator('.board title')).toHaveCount(defects);
    await expect(web.getByRole('row').filter({ hasText: 'confirmed' })).toHaveCount(defects);
  });
});
