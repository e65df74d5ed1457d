/** An administrator gives a station credentials of its own for the bucket of the central service, by keyboard. */
import type { Page } from '@playwright/test';
import { hasS3Server, startS3Server } from '../central/src/testing/s3-server.ts';
import { expect, test } from './fixture.ts';
import { seriousFindings } from './journeys/axe-findings.ts';
import { goTo } from './journeys/window-parts.ts';

/** Continuous integration installs the server: there its absence is a failure. */
const isNeeded = process.env.FIDUCIAL_REQUIRE_S3 === '1';

async function noFindings(page: Page): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((value) => window.station.settings.set({ theme: value }), theme);
    await expect(page.locator(`[data-theme=${theme}]`)).toBeVisible();
    expect(await seriousFindings(page), theme).toEqual([]);
  }
}

test('credentials for the bucket are tried, kept and taken away', async ({ page }) => {
  test.setTimeout(300_000);
  test.skip(!isNeeded && !(await hasS3Server()), 'no S3 server is installed');
  const server = await startS3Server();
  try {
    const target = { url: 'https://central.invalid', bytesPerSecond: null };
    const connected = await page.evaluate((configuration) => window.station.sync.configure(configuration), {
      target,
      token: 'token-of-this-station',
    });
    expect(connected.ok).toBe(true);
    await goTo(page, 'Settings');
    await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Central service' }).click();
    const block = page.getByRole('region', { name: 'Large images' });
    const dialog = page.getByRole('dialog');
    const { accessKeyId, secretAccessKey } = server.credentials;

    await test.step('a wrong secret is refused in words, and nothing is kept', async () => {
      await expect(block).toContainText('They go by addresses that the central service gives.');
      await block.getByRole('button', { name: 'Enter credentials…' }).focus();
      await page.keyboard.press('Enter');
      await expect(dialog.getByRole('textbox', { name: 'Bucket of the central service' })).toBeFocused();
      for (const text of [server.bucket, server.endpoint, 'us-east-1', accessKeyId, 'not-the-secret']) {
        await page.keyboard.press('ControlOrMeta+a');
        await page.keyboard.type(text);
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Shift+Tab');
      await page.keyboard.press('Enter');
      await expect(dialog.getByRole('alert')).toContainText('the secret is not the one of this key');
      await noFindings(page);
    });

    await test.step('the right one is kept, and never shown again', async () => {
      await dialog.getByLabel('Secret of this key').fill(secretAccessKey);
      await page.keyboard.press('Enter');
      await expect(dialog).toBeHidden();
      await expect(block).toContainText(`They go straight to the bucket ${server.bucket}.`);
      await expect(block).toContainText(accessKeyId);
      await noFindings(page);
      await block.getByRole('button', { name: 'Change…' }).click();
      await expect(dialog.getByLabel('Secret of this key')).toHaveValue('');
      await expect(dialog.getByRole('button', { name: 'Try and keep' })).toBeDisabled();
      await page.keyboard.press('Escape');
    });

    await test.step('taken away, images go by addresses of the service; the log says both, without the secret', async () => {
      await block.getByRole('button', { name: 'Take away…' }).click();
      await dialog.getByRole('button', { name: 'Take away' }).click();
      await expect(block).toContainText('They go by addresses that the central service gives.');
      const log = await page.evaluate(() => window.station.audit.page({ limit: 50 }));
      const text = JSON.stringify(log);
      expect(text.split('site.centralCredentials').length).toBeGreaterThan(3);
      expect(text).toContain(accessKeyId);
      expect(text).not.toContain(secretAccessKey);
    });
  } finally {
    await server.stop();
  }
});
