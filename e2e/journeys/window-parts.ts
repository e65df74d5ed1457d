/** The window's parts by role and name, as a screen reader finds them. */
import type { Locator, Page } from '@playwright/test';
import { expect } from '../fixture.ts';

export interface WindowParts {
  readonly main: Locator;
  readonly queue: Locator;
  readonly board: Locator;
  readonly defects: Locator;
  readonly status: Locator;
  readonly notices: Locator;
  /** Part, serial and lot of the open board. */
  readonly boardName: Locator;
  /** Boards in the queue's list. */
  readonly boards: Locator;
  /** Defects of the open board. */
  readonly marks: Locator;
  /** Of them those that nobody decided. */
  readonly undecided: Locator;
}

export function partsOf(page: Page): WindowParts {
  const region = (name: string): Locator => page.getByRole('region', { name, exact: true });
  const [queue, board, defects] = [region('Queue'), region('Board'), region('Defects')];
  const marks = defects.getByRole('listbox', { name: 'Defects of the board' }).getByRole('option');
  return {
    main: page.getByRole('navigation', { name: 'Main' }),
    queue,
    board,
    defects,
    status: region('Status'),
    notices: region('Notices'),
    boardName: board.getByRole('heading', { level: 2 }),
    boards: queue.getByRole('listbox', { name: 'Boards' }).getByRole('option'),
    marks,
    undecided: marks.filter({ hasText: 'to decide' }),
  };
}

/** Goes to a view by its link. */
export async function goTo(page: Page, view: string): Promise<void> {
  await partsOf(page).main.getByRole('link', { name: view }).click();
}

/** Picks one of a list that opens below its field. */
export async function pick(page: Page, field: Locator, option: string | RegExp): Promise<void> {
  await field.click();
  const list = page.getByRole('listbox').filter({ has: page.getByRole('option', { name: option }) });
  await list.getByRole('option', { name: option }).click();
  // Keys and clicks belong to the list until it is gone.
  await expect(list).toHaveCount(0);
}
