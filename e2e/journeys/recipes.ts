/** Making recipes in the window. */
import type { Locator, Page } from '@playwright/test';
import { goTo } from './window-parts.ts';

/** Begins a recipe for a part that has none; the answer is its editor. */
export async function beginRecipe(page: Page, part: string): Promise<Locator> {
  await goTo(page, 'Recipes');
  await page.getByRole('button', { name: 'New recipe' }).click();
  const editor = page.getByRole('region', { name: 'New recipe' });
  await editor.getByRole('textbox', { name: 'Part number' }).fill(part);
  return editor;
}
