import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixture.ts';

/** More controls than any view has before the wanted one. */
const mostTabs = 80;

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluate((element) => element === document.activeElement);

/** Moves the focus to a control as a person without a mouse does: by Tab, from where it is. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let tabs = 0; tabs < mostTabs && !(await hasFocus(target)); tabs += 1) await page.keyboard.press('Tab');
  await expect(target).toBeFocused();
}
