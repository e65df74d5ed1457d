/** Every view and every dialog, each with the way to it, for what must hold everywhere. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect } from '../fixture.ts';
import { controllers, importBoards, inspectionMs, lamp } from './sample-boards.ts';
import { goTo, partsOf } from './window-parts.ts';

export interface Place {
  readonly name: string;
  readonly open: (page: Page) => Promise<void>;
  /** Back to where nothing lies over the view. Default: nothing is to be closed. */
  readonly leave?: (page: Page) => Promise<void>;
}

/** A station with boards to review, one that was signed, one inspected twice, and a refused file. */
export async function fillStation(app: ElectronApplication, page: Page, dataDir: string): Promise<void> {
  const bad = join(dataDir, 'a file that is no board.jpg');
  await writeFile(bad, 'no image');
  await importBoards(app, page, [lamp, ...controllers, bad]);
  const { queue, marks } = partsOf(page);
  await expect(queue.getByText('3 to review')).toBeVisible({ timeout: inspectionMs });
  await expect(marks.first()).toBeVisible();
  await page.evaluate(async () => {
    const waiting = await window.station.queue.page({ shelf: 'review', limit: 1 });
    const id = waiting.ok ? waiting.value.rows[0]!.id : '';
    const opened = await window.station.boards.open({ inspectionId: id });
    const defectIds = opened.ok ? opened.value.defects.map((defect) => defect.id) : [];
    const decided = await window.station.review.verify({ inspectionId: id, defectIds, verification: 'confirmed' });
    const revision = decided.ok ? decided.value.board.revision : -1;
    const signed = await window.station.review.signOff({ inspectionId: id, revision });
    if (!signed.ok) throw new Error(signed.error.message);
  });
  await expect(queue.getByText('2 to review')).toBeVisible();
}

export const pressEscape = (page: Page): Promise<void> => page.keyboard.press('Escape');
export const dialogIsOpen = (page: Page): Promise<void> => expect(page.getByRole('dialog').first()).toBeVisible();

async function openSigned(page: Page): Promise<void> {
  await goTo(page, 'History');
  await page.getByRole('grid', { name: 'Inspections' }).getByText('Signed off').click();
  await expect(partsOf(page).defects.getByText(/signed off by/)).toBeVisible();
}

export async function openReview(page: Page): Promise<void> {
  await goTo(page, 'Review');
  const { board, boards, undecided } = partsOf(page);
  await boards.first().click();
  await expect(undecided.first()).toBeVisible();
  await expect(board.getByText('Preparing the picture')).toBeHidden();
}

async function tickInHistory(page: Page, count: number): Promise<void> {
  await goTo(page, 'History');
  const ticks = page.getByRole('grid', { name: 'Inspections' }).getByRole('checkbox');
  for (let place = 0; place < count; place += 1) await ticks.nth(place).check();
}

const settingsSections = [
  'Person and station',
  'People',
  'Appearance',
  'Review',
  'Keys',
  'Inspection',
  'Shifts',
  'About',
];

/** The views as they are opened. */
export const views: readonly Place[] = [
  { name: 'Review', open: openReview },
  { name: 'a signed board', open: openSigned },
  {
    name: 'History',
    open: async (page) => {
      await tickInHistory(page, 1);
      await expect(page.getByRole('button', { name: 'PDF report…' })).toBeVisible();
    },
  },
  {
    name: 'Statistics',
    open: async (page) => {
      await goTo(page, 'Statistics');
      await expect(page.getByRole('heading', { name: 'Defects by type' })).toBeVisible();
    },
  },
  {
    name: 'Recipes',
    open: async (page) => {
      await goTo(page, 'Recipes');
      await page.getByRole('button', { name: 'New recipe' }).click();
      await expect(page.getByRole('textbox', { name: 'Part number' })).toBeVisible();
    },
  },
  {
    name: 'Audit',
    open: async (page) => {
      await goTo(page, 'Audit');
      await page.getByRole('grid', { name: 'Log entries' }).getByRole('row').nth(1).click();
      await page.getByRole('button', { name: 'Verify log' }).click();
      await expect(page.getByText('The log is intact')).toBeVisible();
    },
  },
  {
    name: 'Audit, what the log rests on',
    open: async (page) => {
      await goTo(page, 'Audit');
      await page.getByRole('button', { name: 'Details' }).click();
      await expect(page.getByText(/covers \d+ entries/)).toBeVisible();
    },
    leave: (page) => page.getByRole('button', { name: 'Details' }).click(),
  },
  {
    name: 'Audit, a board’s story',
    open: async (page) => {
      await openSigned(page);
      await partsOf(page).defects.getByRole('button', { name: 'Story in the log' }).click();
      await expect(page.getByRole('heading', { name: /story/ })).toBeVisible();
    },
    leave: (page) => page.getByRole('button', { name: 'All entries' }).click(),
  },
  {
    name: 'Sync',
    open: async (page) => {
      await goTo(page, 'Sync');
      await page.getByRole('grid', { name: 'Items' }).getByRole('row').nth(1).click();
      await expect(page.getByRole('complementary', { name: 'Item' })).toBeVisible();
    },
  },
  ...settingsSections.map((section) => ({
    name: `Settings, ${section}`,
    open: async (page: Page) => {
      await goTo(page, 'Settings');
      await page
        .getByRole('navigation', { name: 'Sections' })
        .getByRole('button', { name: section, exact: true })
        .click();
      await expect(page.getByRole('heading', { name: section })).toBeVisible();
    },
  })),
];

/** What is laid over a view, and the views' other states. */
export const dialogs: readonly Place[] = [
  {
    name: 'the keys',
    open: async (page) => {
      await page.getByRole('button', { name: 'Keys' }).first().click();
      await dialogIsOpen(page);
    },
    leave: pressEscape,
  },
  {
    name: 'the person',
    open: async (page) => {
      await page.getByRole('button', { name: /^Signing as/ }).click();
      await dialogIsOpen(page);
    },
    leave: pressEscape,
  },
  {
    name: 'the files that were refused',
    open: async (page) => {
      await openReview(page);
      await partsOf(page).queue.getByRole('button', { name: '1 file refused' }).click();
      await dialogIsOpen(page);
    },
    leave: pressEscape,
  },
  {
    name: 'the type of a missed defect',
    open: async (page) => {
      await openReview(page);
      await page.keyboard.press('m');
      await expect(partsOf(page).board.getByText('Drag a box around the missed defect')).toBeVisible();
      await page.keyboard.press('Enter');
      await expect(partsOf(page).board.getByText(/^Drag the box or its handles/)).toBeVisible();
      await page.keyboard.press('Enter');
      await dialogIsOpen(page);
    },
    leave: pressEscape,
  },
  {
    name: 'the tools for annotations',
    open: async (page) => {
      await openReview(page);
      await partsOf(page).board.getByRole('button', { name: 'Annotate for training' }).click();
    },
  },
  {
    name: 'the golden beside the board',
    open: async (page) => {
      await openReview(page);
      await page.keyboard.press('g');
      await expect(partsOf(page).board.getByRole('application')).toHaveCount(2);
    },
    leave: (page) => page.keyboard.press('s'),
  },
  {
    name: 'a reason and a note',
    open: async (page) => {
      await openReview(page);
      const { defects } = partsOf(page);
      await page.keyboard.press('f');
      await expect(defects.getByText(/Why\?$/)).toBeVisible();
      await page.keyboard.press('t');
      await expect(defects.getByRole('textbox', { name: 'Note' })).toBeFocused();
    },
    leave: async (page) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+z');
    },
  },
  {
    name: 'signing with a note',
    open: async (page) => {
      await openReview(page);
      await page.keyboard.press('c');
      await expect(partsOf(page).defects.getByText(/confirmed\. Why\?$/)).toBeVisible();
      await page.keyboard.press('Shift+Enter');
      await dialogIsOpen(page);
    },
    leave: async (page) => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+z');
    },
  },
  {
    name: 'the reason for reopening',
    open: async (page) => {
      await openSigned(page);
      await partsOf(page).defects.getByRole('button', { name: 'Reopen board' }).click();
      await dialogIsOpen(page);
    },
    leave: pressEscape,
  },
  {
    name: 'the filter of the history',
    open: async (page) => {
      await goTo(page, 'History');
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await dialogIsOpen(page);
    },
    leave: pressEscape,
  },
  {
    name: 'the export',
    open: async (page) => {
      await goTo(page, 'History');
      await page.getByRole('button', { name: 'Export…' }).click();
      await dialogIsOpen(page);
    },
    leave: pressEscape,
  },
  {
    name: 'another inspection',
    open: async (page) => {
      await tickInHistory(page, 1);
      await page.getByRole('button', { name: 'Inspect again…' }).click();
      await dialogIsOpen(page);
    },
    leave: pressEscape,
  },
  {
    name: 'two inspections beside each other',
    open: async (page) => {
      await tickInHistory(page, 2);
      await page.getByRole('button', { name: 'Compare', exact: true }).click();
      await expect(page.getByRole('dialog').getByRole('region', { name: 'Newer' })).toBeVisible();
    },
    leave: pressEscape,
  },
  {
    name: 'the connection',
    open: async (page) => {
      await goTo(page, 'Sync');
      await page.getByRole('button', { name: 'Connection…' }).click();
      await dialogIsOpen(page);
    },
    leave: pressEscape,
  },
  {
    name: 'an item that is to be skipped',
    open: async (page) => {
      await goTo(page, 'Sync');
      await page.getByRole('grid', { name: 'Items' }).getByRole('row').nth(1).click();
      await page.getByRole('button', { name: 'Skip…' }).click();
      await dialogIsOpen(page);
    },
    leave: pressEscape,
  },
  {
    name: 'the statistics as tables',
    open: async (page) => {
      await goTo(page, 'Statistics');
      // What is counted now is known once the view is there.
      await expect(page.getByRole('heading', { name: 'Defects by type' })).toBeVisible();
      for (const table of await page.getByRole('button', { name: 'Table', exact: true }).all()) await table.click();
      await expect(page.getByRole('table', { name: 'Defects by type' })).toBeVisible();
    },
  },
];
