/** A station that sends to a central service. */
import { hostname } from 'node:os';
import type { Page } from '@playwright/test';
import { expect } from '../fixture.ts';
import type { CentralService } from './central-service.ts';
import { goTo, partsOf } from './window-parts.ts';

/** Milliseconds for a station and a service to agree, on a machine that does other things too. */
export const syncMs = 90_000;

/** The sync view's parts by role and name. */
export function syncPartsOf(page: Page) {
  const view = page.getByRole('region', { name: 'Sync', exact: true });
  return {
    view,
    /** How it stands, in a sentence. */
    summary: view.getByRole('status').first(),
    items: view.getByRole('grid', { name: 'Items' }),
    details: view.getByRole('complementary', { name: 'Item' }),
    connection: page.getByRole('dialog', { name: 'Connection to the central service' }),
    /** In the status bar. */
    state: partsOf(page)
      .status.getByRole('button', { name: /^(✓|○|●|↑|▲) / })
      .last(),
  };
}

/** What the station may still have to send, as it says itself. */
const counts = (page: Page) =>
  page.evaluate(async () => {
    const state = await window.station.sync.state({});
    if (!state.ok) throw new Error(state.error.message);
    return { ...state.value.counts, state: state.value.state };
  });

/** Connected without the dialog, for what is not about connecting. */
export async function connect(page: Page, service: CentralService, station = hostname()): Promise<void> {
  const token = await service.addDevice(station);
  const reply = await page.evaluate(
    (given) => window.station.sync.configure({ target: { url: given.url, bytesPerSecond: null }, token: given.token }),
    { url: service.url, token },
  );
  if (!reply.ok) throw new Error(reply.error.message);
}

/** Everything that is not set aside is at the service. */
export const everythingSent = (page: Page): Promise<void> =>
  expect.poll(() => counts(page), { timeout: syncMs }).toMatchObject({ pending: 0, state: 'idle' });

/** The service has this inspection with another lot already, so that it refuses the station's for good. */
export async function takeItsPlace(service: CentralService, token: string, inspectionId: string): Promise<void> {
  const reply = await service.ask('/v1/inspections', {
    method: 'POST',
    headers: { 'x-api-token': token, 'content-type': 'application/json', 'idempotency-key': inspectionId },
    body: JSON.stringify({ inspection_id: inspectionId, lot: 'filed by hand' }),
  });
  if (reply.status !== 201) throw new Error(`The service answered ${reply.status}: ${await reply.text()}`);
}

/** Asks to try at once until the item was refused often enough to be set aside. */
export async function untilSetAside(page: Page): Promise<void> {
  await expect
    .poll(
      async () => {
        await page.evaluate(() => window.station.sync.hurry({}));
        return (await counts(page)).setAside;
      },
      { timeout: syncMs },
    )
    .toBe(1);
}

export async function openSync(page: Page): Promise<void> {
  await goTo(page, 'Sync');
  await expect(syncPartsOf(page).view).toBeVisible();
}
