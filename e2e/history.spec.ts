/** The history as someone finds it who was away for a board. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { inspectSamples } from './journeys/sample-boards.ts';
import { goTo, partsOf } from './journeys/window-parts.ts';

const listOf = (page: Page) => page.getByRole('grid', { name: 'Inspections' });

/** What the list shows: px scrolled, and the id of the row that keys are for. */
const placeIn = (page: Page) =>
  listOf(page).evaluate((grid) => ({
    scrolled: Math.round(grid.scrollTop),
    active: document.getElementById(grid.getAttribute('aria-activedescendant') ?? '')?.textContent,
  }));

test('is as it was left after a board was looked at: rows in view, the active one and what is selected', async ({
  page,
}) => {
  await inspectSamples(page);
  // Of twelve rows some are out of sight.
  await page.setViewportSize({ width: 1280, height: 600 });
  await goTo(page, 'History');
  await page.getByRole('button', { name: 'Filter', exact: true }).waitFor();
  await listOf(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press(' ');
  await expect(page.getByText('2 selected')).toBeVisible();
  await expect.poll(async () => (await placeIn(page)).scrolled).toBeGreaterThan(0);
  const left = await placeIn(page);

  await test.step('with the keyboard alone', async () => {
    await page.keyboard.press('Enter');
    await expect(partsOf(page).boardName).toBeVisible();
    await page.keyboard.press('Control+2');
    await expect(page.getByText('2 selected')).toBeVisible();
    await expect.poll(() => placeIn(page)).toEqual(left);
    await expect(listOf(page)).toBeFocused();
  });

  await test.step('by way of another view', async () => {
    await goTo(page, 'Settings');
    await expect(listOf(page)).toBeHidden();
    await goTo(page, 'History');
    await expect.poll(() => placeIn(page)).toEqual(left);
    await expect(page.getByText('2 selected')).toBeVisible();
  });
});
