/** The board's picture in the real window: moved, zoomed, compared and drawn on. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { pressWhileBusy } from './person-hands.ts';

async function openSample(page: Page) {
  await page
    .getByRole('button', { name: /sample/i })
    .first()
    .click();
  const board = page.getByRole('region', { name: 'Board', exact: true });
  const picture = board.getByRole('application', { name: 'Board' });
  await expect(picture).toBeVisible({ timeout: 90_000 });
  await expect(board.getByText('Preparing the picture')).toBeHidden();
  return { board, picture };
}

const zoomOf = async (page: Page): Promise<number> => {
  const name = await page.getByRole('button', { name: /^Actual pixels/ }).getAttribute('aria-label');
  return Number(/(\d+) %/.exec(name ?? '')?.[1]);
};

/** Whether the picture shows more than one colour: tiles have arrived and were drawn. */
const isPainted = (page: Page): Promise<boolean> =>
  page.evaluate(() => {
    // The last one: the first only bridges the time until what draws the marks is there.
    const canvas = [...document.querySelectorAll<HTMLCanvasElement>('[role="application"] canvas')].at(-1);
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return false;
    const { data } = context.getImageData(0, canvas.height >> 1, canvas.width, 1);
    const pixels = new Uint32Array(data.buffer);
    return new Set(pixels).size > 10;
  });

test('the board is shown, zoomed at the pointer and by keys, and fitted again', async ({ page }) => {
  const { picture } = await openSample(page);
  await expect.poll(() => isPainted(page)).toBe(true);
  const fitted = await zoomOf(page);
  await picture.hover();
  await page.mouse.wheel(0, -400);
  await expect.poll(() => zoomOf(page)).toBeGreaterThan(fitted);
  await page.keyboard.press('z');
  await expect.poll(() => zoomOf(page)).toBe(100);
  await page.keyboard.press('0');
  await expect.poll(() => zoomOf(page)).toBe(fitted);
  await page.keyboard.press('+');
  await expect.poll(() => zoomOf(page)).toBeGreaterThan(fitted);
});

test('the golden is laid beside and over the board with one key each', async ({ page }) => {
  const { board } = await openSample(page);
  await page.keyboard.press('g');
  await expect(board.getByRole('application')).toHaveCount(2);
  await page.keyboard.press('v');
  const curtain = board.getByRole('slider', { name: 'Curtain between board and golden' });
  await curtain.focus();
  await page.keyboard.press('End');
  await expect(curtain).toHaveAttribute('aria-valuenow', '100');
  await page.keyboard.press('x');
  await expect(board.getByRole('application', { name: /^Difference/ })).toBeVisible();
  await page.keyboard.press('s');
  await expect(board.getByRole('application', { name: 'Board' })).toBeVisible();
});

test('an engineer draws a missed defect with the pointer and another with the keyboard, and takes it back', async ({
  page,
}) => {
  const { board, picture } = await openSample(page);
  const types = page.getByRole('dialog', { name: 'Which type was missed?' });
  await board.getByRole('button', { name: 'Annotate for training' }).click();
  await page.keyboard.press('m');
  await expect(board.getByText('Drag a box around the missed defect')).toBeVisible();
  const place = await picture.boundingBox();
  if (place === null) throw new Error('The picture has no place');
  const [x, y] = [place.x + place.width * 0.6, place.y + place.height * 0.5];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + 60, y + 40, { steps: 4 });
  await page.mouse.up();
  await types.getByRole('button').nth(1).click();
  await expect(types).toBeHidden();
  await expect(board.getByRole('button', { name: '1 annotation' })).toBeVisible();

  await page.keyboard.press('m');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Enter');
  await types.getByRole('button').nth(1).click();
  await expect(types).toBeHidden();
  await expect(board.getByRole('button', { name: '2 annotations' })).toBeVisible();

  await page.keyboard.press('Control+z');
  await expect(board.getByRole('button', { name: '1 annotation' })).toBeVisible();
});

test('a key on a busy page goes to what the key before it has chosen', async ({ page }) => {
  const { board, picture } = await openSample(page);
  await board.getByRole('button', { name: 'Annotate for training' }).click();
  await expect(picture).not.toBeFocused();
  await pressWhileBusy(page, ['m', 'Enter']);
  await expect(board.getByText('Drag the box or its handles')).toBeVisible();
});
