/** What a station with people has besides: the entrance, the lock, people, the signature. */
import type { Page } from '@playwright/test';
import { expect } from '../fixture.ts';
import { administrator, byName, comeAs, entranceOf, leave, operator, pin } from './people.ts';
import { dialogIsOpen, openReview, type Place, pressEscape } from './places.ts';
import { goTo, partsOf } from './window-parts.ts';

async function openPeople(page: Page): Promise<void> {
  await comeAs(page, administrator);
  await goTo(page, 'Settings');
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'People' }).click();
  await expect(page.getByRole('table', { name: 'People' })).toBeVisible();
}

/** What a station with people shows besides (`staffStation`, journeys/people.ts). */
export const staffedPlaces: readonly Place[] = [
  { name: 'the sign-in', open: leave },
  {
    name: 'the sign-in, refused',
    open: async (page) => {
      await leave(page);
      await byName(page);
      await entranceOf(page).getByRole('textbox', { name: 'Name' }).fill(operator.name);
      await entranceOf(page).getByLabel('Password').fill('not my password');
      await page.keyboard.press('Enter');
      await expect(entranceOf(page).getByText('That does not match.')).toBeVisible();
    },
  },
  {
    name: 'a forgotten password',
    open: async (page) => {
      await leave(page);
      await page.getByRole('button', { name: 'Forgot the password?' }).click();
      await expect(page.getByRole('textbox', { name: 'Recovery code' })).toBeVisible();
    },
    leave: (page) => page.getByRole('button', { name: 'Back' }).click(),
  },
  {
    name: 'the lock',
    open: async (page) => {
      await comeAs(page, operator);
      await page.evaluate(
        async ({ password, secret }) => {
          await window.station.identity.setPin({ password, pin: secret });
          await window.station.identity.lock({});
        },
        { password: operator.password, secret: pin },
      );
      await expect(entranceOf(page).getByRole('group', { name: 'Prove it by' })).toBeVisible();
    },
  },
  { name: 'the people', open: openPeople },
  {
    name: 'a new person',
    open: async (page) => {
      await openPeople(page);
      await page.getByRole('button', { name: 'Add a person' }).click();
      await dialogIsOpen(page);
    },
    leave: pressEscape,
  },
  {
    name: 'a person',
    open: async (page) => {
      await openPeople(page);
      await page.getByRole('button', { name: `Change ${operator.printedName}` }).click();
      await dialogIsOpen(page);
    },
    leave: pressEscape,
  },
  {
    name: 'the menu of who is signed in',
    open: async (page) => {
      await comeAs(page, operator);
      await page.getByRole('button', { name: /^Signed in as/ }).click();
      await dialogIsOpen(page);
    },
    leave: pressEscape,
  },
  {
    name: 'one’s own PIN',
    open: async (page) => {
      await comeAs(page, operator);
      await page.getByRole('button', { name: /^Signed in as/ }).click();
      await page.getByRole('button', { name: 'PIN', exact: true }).click();
      await expect(page.getByRole('dialog', { name: 'PIN' })).toBeVisible();
    },
    leave: pressEscape,
  },
  {
    name: 'the signature',
    open: async (page) => {
      await comeAs(page, administrator);
      await openReview(page);
      await page.keyboard.press('c');
      await expect(partsOf(page).defects.getByText(/confirmed\. Why\?$/)).toBeVisible();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('dialog', { name: /^Sign off/ })).toBeVisible();
    },
    leave: async (page) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+z');
    },
  },
  {
    name: 'what an operator may not change',
    open: async (page) => {
      await comeAs(page, operator);
      await goTo(page, 'Settings');
      await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: 'Shifts' }).click();
      await expect(page.getByText('These settings hold', { exact: false })).toBeVisible();
    },
  },
];
