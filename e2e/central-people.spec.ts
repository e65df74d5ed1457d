/** People of the central service at a station: with it, without it for the days of grace, and not after them. */
import { hostname } from 'node:os';
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { seriousFindings } from './journeys/axe-findings.ts';
import { startCentralService } from './journeys/central-service.ts';
import { administrator, comeAs, entranceOf, leave, signIn, staffStation, type Visitor } from './journeys/people.ts';
import { goTo, partsOf, pick } from './journeys/window-parts.ts';

const hopper: Visitor = { name: 'hopper', printedName: 'G. Hopper', password: 'nanoseconds on a wire' };

async function openCentralSection(page: Page) {
  await goTo(page, 'Settings');
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Central service' }).click();
  return page.getByRole('region', { name: 'Central service' });
}

test('a person of the central service signs in at a station, also while the service is away, for as long as the site says', async ({
  page,
}) => {
  test.setTimeout(600_000);
  const service = await startCentralService();
  try {
    await service.administer(hopper.password, 'users', 'add', hopper.name, 'inspections:write');
    await service.administer('', 'users', 'print', hopper.name, hopper.printedName);
    const token = await service.addDevice(hostname());
    const { status } = partsOf(page);
    await staffStation(page);
    await comeAs(page, administrator);
    const section = await openCentralSection(page);

    await test.step('a station that is not connected offers nothing to switch on', async () => {
      await expect(section.getByText('connected to no central service', { exact: false })).toBeVisible();
      await expect(section.getByRole('switch')).toBeDisabled();
    });

    await test.step('an administrator lets people of the service in, by keyboard', async () => {
      const connected = await page.evaluate(
        ({ url, token }) => window.station.sync.configure({ target: { url, bytesPerSecond: null }, token }),
        { url: service.url, token },
      );
      expect(connected.ok).toBe(true);
      await goTo(page, 'Review');
      await openCentralSection(page);
      await expect(section.getByText(`Results go to ${service.url}.`)).toBeVisible();
      await section.getByRole('switch', { name: 'People of the central service sign in here' }).focus();
      await page.keyboard.press('Space');
      await expect(section.getByRole('combobox', { name: 'Without the central service' })).toHaveText(/For 7 days/);
      for (const theme of ['light', 'dark'] as const) {
        await page.evaluate((value) => window.station.settings.set({ theme: value }), theme);
        await expect(page.locator(`[data-theme=${theme}]`)).toBeVisible();
        expect(await seriousFindings(page), theme).toEqual([]);
      }
    });

    await test.step('who never was here comes in with the password and the role of the service', async () => {
      await leave(page);
      await signIn(page, hopper);
      await expect(status.getByText('G. Hopper, Operator')).toBeVisible();
    });

    await test.step('the service dies: the password that it accepted last goes on, and the window says so', async () => {
      await service.kill();
      await leave(page);
      await signIn(page, hopper);
      await expect(status.getByText(/G\. Hopper, without the central service until /)).toBeVisible();
      expect(await seriousFindings(page)).toEqual([]);
    });

    await test.step('another password is refused, and people of the station come in as ever', async () => {
      await leave(page);
      const reply = await page.evaluate(
        (name) => window.station.identity.signIn({ name, password: 'not the password' }),
        hopper.name,
      );
      expect(reply).toMatchObject({ ok: false, error: { code: 'IDENTITY_REFUSED' } });
      await signIn(page, administrator);
      await openCentralSection(page);
      await pick(page, section.getByRole('combobox', { name: 'Without the central service' }), 'Nobody of it signs in');
      await expect(page.getByText('Saved: Central sign-in')).toBeVisible();
    });

    await test.step('without any grace nobody of the service comes in until it is back', async () => {
      await leave(page);
      const entrance = entranceOf(page);
      await entrance.getByRole('textbox', { name: 'Name' }).fill(hopper.name);
      await entrance.getByLabel('Password').fill(hopper.password);
      await page.keyboard.press('Enter');
      await expect(entrance.getByRole('alert')).toContainText('the time for signing in without it is over');
      await service.start();
      await entrance.getByLabel('Password').fill(hopper.password);
      await page.keyboard.press('Enter');
      await expect(entrance).toBeHidden();
      await expect(status.getByText('G. Hopper, Operator')).toBeVisible();
    });
  } finally {
    await service.close();
  }
});
