/** A station and its central service, from one state to the next, for looking at. */
import { hostname } from 'node:os';
import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../../test/chromium-binary.ts';
import { startCentralService } from './central-service.ts';
import { connect, everythingSent, openSync, takeItsPlace, untilSetAside } from './sync.ts';

interface SyncState {
  readonly name: string;
  /** The window, or a browser at the service's own pages. */
  readonly page: Page;
}

const inWindow = <T>(page: Page, work: () => Promise<T>): Promise<T> => page.evaluate(work);

/** Decides about some boards: their next revisions wait to be sent. */
const decide = (page: Page, verification: 'confirmed' | 'rejected'): Promise<string> =>
  page.evaluate(async (word) => {
    const rows = await window.station.queue.page({ shelf: 'review', limit: 50 });
    if (!rows.ok) throw new Error(rows.error.message);
    let last = '';
    for (const { id } of rows.value.rows.slice(0, 6)) {
      const board = await window.station.boards.open({ inspectionId: id });
      const defectIds = board.ok ? board.value.defects.map((defect) => defect.id) : [];
      if (defectIds.length === 0) continue;
      await window.station.review.verify({ inspectionId: id, defectIds, verification: word });
      last = id;
    }
    return last;
  }, verification);

/** Each state once it is there; the window speaks any language. @param page A window with inspected boards. */
export async function* syncStates(page: Page): AsyncGenerator<SyncState> {
  const service = await startCentralService();
  const browser = await chromium.launch({ executablePath: findChromium() ?? '', args: ['--no-sandbox'] });
  try {
    const grid = page.getByRole('grid');
    await page.evaluate(() => window.station.settings.set({ language: 'en' }));
    await openSync(page);
    yield { name: 'sync-off', page };

    await page.getByRole('button', { name: /^(Connection|Verbindung)…$/ }).click();
    const token = await service.addDevice(hostname());
    await page.locator('[type=password]').fill(token);
    await page.getByRole('textbox').first().fill(service.url);
    await page.getByRole('button', { name: /^(Test|Prüfen)$/ }).click();
    await page.getByText(/^(It works|Es geht)/).waitFor();
    yield { name: 'sync-connect', page };
    await page.keyboard.press('Escape');

    const [first] = await inWindow(page, async () => {
      const rows = await window.station.queue.page({ shelf: 'review', limit: 1 });
      return rows.ok ? rows.value.rows.map(({ id }) => id) : [];
    });
    await takeItsPlace(service, token, first ?? '');
    await connect(page, service);
    await everythingSent(page).catch(() => undefined);
    await untilSetAside(page);
    await everythingSent(page);
    await page.getByRole('button', { name: /^(Show|Zeigen)$/ }).click();
    await grid.getByRole('row').nth(1).click();
    yield { name: 'sync-set-aside', page };
    await page.getByRole('button', { name: /^(Skip|Auslassen)…$/ }).click();
    yield { name: 'sync-skip', page };
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^(All|Alle)$/ }).click();
    yield { name: 'sync-rest', page };

    await service.kill();
    await decide(page, 'confirmed');
    await page
      .getByText(/^(No network|Kein Netz) (since|seit)/)
      .first()
      .waitFor();
    yield { name: 'sync-no-network', page };
    await inWindow(page, () => window.station.sync.pause({ paused: true }));
    yield { name: 'sync-paused', page };

    await service.start();
    await inWindow(page, () => window.station.sync.pause({ paused: false }));
    await everythingSent(page);
    yield { name: 'sync-sent', page };
    await grid.focus();
    await page.keyboard.press('Enter');
    yield { name: 'sync-receipt', page };

    const site = await browser.newPage();
    await site.goto(service.url);
    yield { name: 'central-sign-in', page: site };
    await site.getByLabel('Name').fill('demo');
    await site.getByLabel('Password').fill('demo');
    await site.getByRole('button', { name: 'Sign in' }).click();
    await site.getByRole('heading', { name: 'Stations' }).waitFor();
    yield { name: 'central-stations', page: site };
    await site.getByRole('link', { name: 'Lots' }).click();
    yield { name: 'central-lots', page: site };
    await site.getByRole('link', { name: 'Inspections' }).click();
    yield { name: 'central-inspections', page: site };
    await site.getByRole('row').nth(1).getByRole('link').click();
    yield { name: 'central-inspection', page: site };

    await service.revoke(hostname());
    await decide(page, 'rejected');
    await page
      .getByText(/^(The token is not accepted|Das Token gilt nicht)/)
      .first()
      .waitFor();
    yield { name: 'sync-revoked', page };
  } finally {
    await browser.close();
    await service.close();
  }
}
