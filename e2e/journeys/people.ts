/** People at a station: how it gets its first ones, and how they come and go. */
import type { Page } from '@playwright/test';
import { expect } from '../fixture.ts';

export interface Visitor {
  /** Signs in with it. */
  readonly name: string;
  readonly printedName: string;
  readonly password: string;
}

export const administrator: Visitor = {
  name: 'kim',
  printedName: 'Dana Kim',
  password: 'nine grey herons over water',
};
export const operator: Visitor = { name: 'lee', printedName: 'A. Lee', password: 'seven purple geese flying' };
export const engineer: Visitor = { name: 'ortiz', printedName: 'B. Ortiz', password: 'two brass lanterns glowing' };
export const pin = '481516';
export const badge = 'BADGE-0042';

/** The sign-in, or the lock, before the whole window. */
export const entranceOf = (page: Page) =>
  page.getByRole('dialog', { name: /^(Sign in|Locked|Choose your own password)$/ });

/**
 * An administrator, an operator and an engineer with passwords of their own; nobody is signed in afterwards. By the
 * window's own calls: the journeys of people.spec.ts go the same way by hand.
 */
export async function staffStation(page: Page): Promise<void> {
  await page.evaluate(
    async ({ admin, others }) => {
      const must = <T>(reply: { ok: true; value: T } | { ok: false; error: { message: string } }): T => {
        if (!reply.ok) throw new Error(reply.error.message);
        return reply.value;
      };
      const { identity, users } = window.station;
      must(await identity.setUpFirstAdministrator(admin));
      const made = [];
      for (const { visitor, role } of others) {
        const { name, printedName } = visitor;
        const { oneTimePassword } = must(await users.add({ name, printedName, role }));
        made.push({ visitor, oneTimePassword });
      }
      for (const { visitor, oneTimePassword } of made) {
        must(await identity.signIn({ name: visitor.name, password: oneTimePassword }));
        must(await identity.changePassword({ current: oneTimePassword, next: visitor.password }));
      }
      must(await identity.signOut({}));
    },
    {
      admin: administrator,
      others: [
        { visitor: operator, role: 'operator' as const },
        { visitor: engineer, role: 'engineer' as const },
      ],
    },
  );
  await expect(entranceOf(page)).toBeVisible();
}

/** Not as one of those who are here in this shift. */
export async function byName(page: Page): Promise<void> {
  const entrance = entranceOf(page);
  await expect(entrance).toBeVisible();
  const elsewhere = entrance.getByRole('radio', { name: 'Somebody else' });
  if (await elsewhere.isVisible()) await elsewhere.check();
}

/** By keyboard: the name has the focus. */
export async function signIn(page: Page, { name, password }: Visitor): Promise<void> {
  const entrance = entranceOf(page);
  await byName(page);
  await expect(entrance.getByRole('textbox', { name: 'Name' })).toBeFocused();
  await page.keyboard.type(name);
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await expect(entrance).toBeHidden();
}

/** One's own PIN or badge, by the person's menu. */
export async function setQuickFactor(
  page: Page,
  { printedName, password }: Visitor,
  kind: 'PIN' | 'Badge',
  secret: string,
) {
  await page.getByRole('button', { name: new RegExp(`^Signed in as ${printedName}`) }).click();
  await page.getByRole('button', { name: kind, exact: true }).click();
  const dialog = page.getByRole('dialog', { name: kind, exact: true });
  await dialog.getByLabel('Current password').fill(password);
  await dialog.getByLabel(kind, { exact: true }).fill(secret);
  // As a badge reader does.
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
}

/** Signed in, however it was before, without the keyboard. */
export async function comeAs(page: Page, { name, password, printedName }: Visitor): Promise<void> {
  const reply = await page.evaluate((given) => window.station.identity.signIn(given), { name, password });
  if (!reply.ok) throw new Error(reply.error.message);
  await expect(page.getByRole('button', { name: new RegExp(`^Signed in as ${printedName}`) })).toBeVisible();
}

/** Nobody is signed in, however it was before. */
export async function leave(page: Page): Promise<void> {
  await page.evaluate(() => window.station.identity.signOut({}));
  await expect(entranceOf(page).getByRole('heading', { name: 'Sign in' })).toBeVisible();
}
