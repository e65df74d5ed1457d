/** For whoever does not see well, has no mouse, or needs large text. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { seriousFindings } from './journeys/axe-findings.ts';
import { cutOffText } from './journeys/cut-off-text.ts';
import { staffStation } from './journeys/people.ts';
import { dialogs, fillStation, openReview, type Place, views } from './journeys/places.ts';
import { staffedPlaces } from './journeys/staffed-places.ts';
import { tabThrough } from './journeys/tab-order.ts';
import { partsOf } from './journeys/window-parts.ts';

/** What `look` finds, by place; empty where it finds nothing anywhere. */
async function findingsAt<T extends readonly unknown[]>(
  page: Page,
  places: readonly Place[],
  look: (page: Page) => Promise<T>,
): Promise<Readonly<Record<string, T>>> {
  const findings: Record<string, T> = {};
  for (const { name, open, leave } of places)
    await test.step(name, async () => {
      await open(page);
      const found = await look(page);
      if (found.length > 0) findings[name] = found;
      await leave?.(page);
    });
  return findings;
}

for (const theme of ['dark', 'light'] as const) {
  for (const [kind, places] of [
    ['view', views],
    ['dialog', dialogs],
  ] as const)
    test(`axe finds nothing serious in any ${kind}, ${theme}`, async ({ app, page, dataDir }) => {
      await page.evaluate((value) => window.station.settings.set({ theme: value }), theme);
      expect(await seriousFindings(page), 'first start').toEqual([]);
      await fillStation(app, page, dataDir);
      expect(await findingsAt(page, places, seriousFindings)).toEqual({});
    });

  test(`axe finds nothing serious on a station with people, ${theme}`, async ({ app, page, dataDir }) => {
    await page.evaluate((value) => window.station.settings.set({ theme: value }), theme);
    await fillStation(app, page, dataDir);
    await staffStation(page);
    expect(await findingsAt(page, staffedPlaces, seriousFindings)).toEqual({});
  });
}

test('on a station with people every control is reached by Tab, and no text is cut off at 200 %', async ({
  app,
  page,
  dataDir,
}) => {
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.setBounds({ x: 0, y: 0, width: 1280, height: 800 }),
  );
  await fillStation(app, page, dataDir);
  await page.evaluate(() => window.station.settings.set({ scale: 2 }));
  await staffStation(page);
  const look = async (): Promise<string[]> => {
    const { unreachable, unseen } = await tabThrough(page);
    const cut = await cutOffText(page);
    return [...unreachable.map((one) => `not reached: ${one}`), ...unseen.map((one) => `not seen: ${one}`), ...cut];
  };
  expect(await findingsAt(page, staffedPlaces, look)).toEqual({});
});

test('every control is reached by Tab and shows that it has the focus', async ({ app, page, dataDir }) => {
  await fillStation(app, page, dataDir);
  const findings = await findingsAt(page, views, async () => {
    const { unreachable, unseen } = await tabThrough(page);
    return [...unreachable.map((control) => `not reached: ${control}`), ...unseen.map((one) => `not seen: ${one}`)];
  });
  expect(findings).toEqual({});
});

test('no text is cut off at 200 %, in either language', async ({ app, page, dataDir }) => {
  await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]!.setBounds({ x: 0, y: 0, width: 1280, height: 800 }),
  );
  await fillStation(app, page, dataDir);
  await page.evaluate(() => window.station.settings.set({ scale: 2 }));
  const inBoth = async (): Promise<string[]> => {
    const english = await cutOffText(page);
    await speak(page, 'de', 'Hauptmenü');
    const german = await cutOffText(page);
    await speak(page, 'en', 'Main');
    return [...english, ...german.map((text) => `German: ${text}`)];
  };
  expect(await findingsAt(page, views, inBoth)).toEqual({});
  // In the queue, which is as narrow as a picture then, it still stands which board it is.
  await openReview(page);
  const name = partsOf(page).boards.first().getByText('No serial', { exact: true });
  expect((await name.boundingBox())?.width).toBeGreaterThan(40);
});

/** Changes the language; `main` is the navigation's name in it. */
async function speak(page: Page, language: 'en' | 'de', main: string): Promise<void> {
  await page.evaluate((value) => window.station.settings.set({ language: value }), language);
  await expect(page.getByRole('navigation', { name: main })).toBeVisible();
}

test('the checks find a control, a focus and a text that were spoilt on purpose', async ({ page }) => {
  await expect(page.getByRole('button', { name: 'Inspect the samples' })).toBeVisible();
  await page.evaluate(() => {
    const made = (tag: 'button' | 'p', text: string, style: Partial<CSSStyleDeclaration>) => {
      const element = Object.assign(document.createElement(tag), { textContent: text });
      Object.assign(element.style, style);
      document.body.prepend(element);
      return element;
    };
    made('button', 'skipped', {}).tabIndex = -1;
    made('button', 'unseen', { outline: 'none', boxShadow: 'none' });
    made('p', 'half a word', { width: '2rem', overflow: 'hidden', whiteSpace: 'nowrap' });
    made('button', '', {});
  });
  const { unreachable, unseen } = await tabThrough(page);
  expect(unreachable.join()).toContain('skipped');
  expect(unseen.join()).toContain('unseen');
  expect((await cutOffText(page)).join()).toContain('half a word');
  expect((await seriousFindings(page)).join()).toContain('button-name');
});
