/** The engineer: where the model is wrong, what it should learn, and how a part is inspected. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { seriousFindings } from './journeys/axe-findings.ts';
import { beginRecipe } from './journeys/recipes.ts';
import {
  controllerGolden,
  controllers,
  importBoards,
  inspectionMs,
  lamp,
  pickInDialogs,
  saveInDialogs,
} from './journeys/sample-boards.ts';
import { goTo, partsOf, pick } from './journeys/window-parts.ts';

interface Coco {
  readonly images: readonly { readonly id: number; readonly file_name: string }[];
  readonly categories: readonly { readonly id: number; readonly name: string }[];
  readonly annotations: readonly {
    readonly category_id: number;
    readonly bbox: readonly [number, number, number, number];
    readonly score?: number;
    readonly attributes: { readonly origin: string };
  }[];
}

const readCoco = async (folder: string, file: string): Promise<Coco> =>
  JSON.parse(await readFile(join(folder, 'annotations', file), 'utf8')) as Coco;

/** Opens the lamp's board as the engineer finds it in the queue. */
async function openLamp(page: Page): Promise<Locator> {
  const { board, marks, queue } = partsOf(page);
  await expect(marks.first()).toBeVisible({ timeout: inspectionMs });
  await expect(queue.getByText('1 to review')).toBeVisible();
  await expect(board.getByText('Preparing the picture')).toBeHidden();
  return board.getByRole('application', { name: 'Board' });
}

async function drag(page: Page, from: readonly [number, number], to: readonly [number, number]): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move(...to, { steps: 4 });
  await page.mouse.up();
}

async function exportCoco(page: Page): Promise<string> {
  await goTo(page, 'History');
  await page.getByRole('button', { name: 'Export…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Export a data set' });
  await dialog.getByRole('radio', { name: /^COCO/ }).check();
  await dialog.getByRole('button', { name: 'Choose a folder and export…' }).click();
  const notice = partsOf(page).notices.getByRole('dialog', { name: /picture was written/ });
  return (await notice.getByText(/^[/]/).textContent())!;
}

test.describe('teaching the model', () => {
  test('a missed defect is drawn, moved, resized and given another type, a false positive is marked, and the COCO export holds all of it', async ({
    app,
    page,
    dataDir,
  }) => {
    await importBoards(app, page, [lamp]);
    const picture = await openLamp(page);
    const { board, marks } = partsOf(page);
    const found = await marks.count();
    await board.getByRole('button', { name: 'Annotate for training' }).click();
    const tools = board.getByRole('toolbar', { name: 'Annotate for training' });
    const typesOf = (title: string) => page.getByRole('dialog', { name: title });

    await tools.getByRole('button', { name: 'Draw a missed defect' }).click();
    const place = (await picture.boundingBox())!;
    const [left, top] = [place.x + place.width * 0.4, place.y + place.height * 0.4];
    await drag(page, [left, top], [left + 120, top + 90]);
    await typesOf('Which type was missed?').getByRole('button', { name: 'open' }).click();
    await tools.getByRole('button', { name: '1 annotation' }).click();
    await page.getByRole('button', { name: 'missed: open' }).click();
    await page.keyboard.press('Escape');
    const drawn = await theAnnotation(page);
    expect(drawn.label).toBe('open');

    await tools.getByRole('button', { name: 'Correct the box' }).click();
    await expect(board.getByText(/Drag the box or its handles/)).toBeVisible();
    await drag(page, [left + 60, top + 45], [left + 90, top + 65]);
    await drag(page, [left + 150, top + 110], [left + 180, top + 150]);
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await theAnnotation(page)).width).toBeGreaterThan(drawn.width);

    await tools.getByRole('button', { name: 'Correct the type' }).click();
    await typesOf('Which type is it?').getByRole('button', { name: 'short' }).click();
    await expect.poll(async () => (await theAnnotation(page)).label).toBe('short');
    const corrected = await theAnnotation(page);
    expect(corrected.x).toBeGreaterThan(drawn.x);
    expect(corrected.height).toBeGreaterThan(drawn.height);

    await marks.last().click();
    await tools.getByRole('button', { name: 'False positive' }).click();
    await expect(tools.getByRole('button', { name: '2 annotations' })).toBeVisible();
    await expect(tools.getByRole('button', { name: 'False positive' })).toHaveAttribute('aria-pressed', 'true');

    await mkdir(join(dataDir, 'training'));
    await pickInDialogs(app, [join(dataDir, 'training')]);
    const folder = await exportCoco(page);
    const truth = await readCoco(folder, 'instances.json');
    const boxes = await readCoco(folder, 'model_boxes.json');
    expect(boxes.annotations).toHaveLength(found);
    expect(boxes.annotations.every(({ score }) => score !== undefined)).toBe(true);
    // The false positive is no truth; the missed defect is.
    expect(truth.annotations).toHaveLength(found);
    const [missed] = truth.annotations.filter(({ attributes }) => attributes.origin === 'operator');
    const category = truth.categories.find(({ id }) => id === missed?.category_id);
    expect(category?.name).toBe('short');
    expect(missed?.bbox).toEqual([corrected.x, corrected.y, corrected.width, corrected.height]);
  });

  test('a wrong type and a wrong box are corrected beside what the model said, and each can be taken back', async ({
    app,
    page,
  }) => {
    await importBoards(app, page, [lamp]);
    await openLamp(page);
    const { board, marks } = partsOf(page);
    const before = await marks.first().textContent();
    await marks.first().click();
    await board.getByRole('button', { name: 'Annotate for training' }).click();
    await page.keyboard.press('l');
    const other = page
      .getByRole('dialog')
      .getByRole('button', { pressed: false })
      .filter({ hasText: /pin|spur/ });
    await other.first().click();
    await expect(board.getByRole('button', { name: '1 annotation' })).toBeVisible();
    await page.keyboard.press('e');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Control+Shift+ArrowDown');
    await page.keyboard.press('Enter');
    await expect(board.getByRole('button', { name: '2 annotations' })).toBeVisible();
    await expect(marks.first()).toHaveText(before!);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await expect(board.getByRole('button', { name: '0 annotations' })).toBeVisible();
  });
});

interface DrawnBox {
  readonly label: string | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The only missed defect of the only board, as the station has it: in board pixels, which the screen does not say. */
const theAnnotation = (page: Page): Promise<DrawnBox> =>
  page.evaluate(async () => {
    const rows = await window.station.queue.page({ shelf: 'review', limit: 1 });
    const id = rows.ok ? rows.value.rows[0]!.id : '';
    const board = await window.station.boards.open({ inspectionId: id });
    if (!board.ok) throw new Error(board.error.message);
    const { label, box } = board.value.annotations.find(({ kind }) => kind === 'missed_detection')!;
    return { label, ...box! };
  });

test('the golden is laid beside the board, blinks with it, and is drawn over it like a curtain', async ({
  app,
  page,
}) => {
  await importBoards(app, page, [lamp]);
  await openLamp(page);
  const { board } = partsOf(page);
  const modes = board.getByRole('group', { name: 'Compare with the golden' });
  const press = (name: string) => modes.getByRole('button', { name, exact: true }).click();
  await press('Side by side');
  await expect(board.getByRole('application', { name: 'Board' })).toBeVisible();
  await expect(board.getByRole('application', { name: 'Golden' })).toBeVisible();
  await press('Blink');
  await expect(board.getByRole('application')).toHaveCount(1);
  // It goes to and fro by itself.
  await expect(board.getByRole('application', { name: 'Golden' })).toBeVisible();
  await expect(board.getByRole('application', { name: 'Board' })).toBeVisible();
  await press('Curtain');
  const curtain = board.getByRole('slider', { name: 'Curtain between board and golden' });
  await curtain.focus();
  const middle = Number(await curtain.getAttribute('aria-valuenow'));
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => Number(await curtain.getAttribute('aria-valuenow'))).toBeLessThan(middle);
  await press('Difference');
  await expect(board.getByRole('application', { name: /^Difference/ })).toBeVisible();
});

test('a recipe with golden, thresholds and severities gets versions, and boards of its part are inspected by the newest', async ({
  app,
  page,
  dataDir,
}) => {
  const editor = await beginRecipe(page, 'CTRL-14');
  await pickInDialogs(app, [controllerGolden]);
  await editor.getByRole('button', { name: 'Choose picture…' }).click();
  await expect(editor.getByRole('img', { name: 'Golden of this recipe' })).toBeVisible();
  const cutOff = await editor
    .getByRole('region')
    .evaluateAll((sections) =>
      sections.filter((it) => it.scrollHeight > it.clientHeight + 1).map((it) => it.textContent),
    );
  expect(cutOff, 'every section of the editor is whole').toEqual([]);
  await editor.getByRole('button', { name: 'Save version 1' }).click();
  await expect(partsOf(page).notices.getByText('CTRL-14 was saved as version 1')).toBeVisible();

  const saved = page.getByRole('region', { name: 'CTRL-14' });
  for (const type of ['open', 'short', 'mousebite', 'spur', 'copper', 'pin hole']) {
    await pick(page, saved.getByRole('combobox', { name: `Severity of ${type}` }), 'critical');
  }
  const threshold = saved.getByRole('textbox', { name: 'Threshold with golden for open' });
  await threshold.fill('0.99');
  await threshold.press('Tab');
  await expect(saved.getByText(/open, threshold with golden: .* → 0\.99/)).toBeVisible();
  await saved.getByRole('button', { name: 'Save version 2' }).click();
  await expect(partsOf(page).notices.getByText('CTRL-14 was saved as version 2')).toBeVisible();
  const versions = saved.getByRole('complementary', { name: 'Versions' });
  await expect(versions.getByText('Version 2')).toBeVisible();
  await expect(versions.getByText('Version 1')).toBeVisible();

  const list = join(dataDir, 'line.jsonl');
  await writeFile(list, `${JSON.stringify({ image: controllers[1], part: 'CTRL-14', serial: '007711' })}\n`);
  await goTo(page, 'Review');
  await importBoards(app, page, [list]);
  const { boardName, board, marks, defects } = partsOf(page);
  await expect(boardName).toContainText('007711', { timeout: inspectionMs });
  // The golden is the recipe's: the list names none.
  await expect(board.getByRole('button', { name: 'Side by side', exact: true })).toBeEnabled();
  await marks.first().click();
  await expect(defects.getByText('Severity critical')).toBeVisible();
  await expect(marks.filter({ hasText: /open\s*0\.[0-8]/ })).toHaveCount(0);
  const used = await page.evaluate(async () => {
    const rows = await window.station.queue.page({ shelf: 'review', limit: 1 });
    const opened = await window.station.boards.open({ inspectionId: rows.ok ? rows.value.rows[0]!.id : '' });
    return opened.ok ? opened.value.recipe : opened.error;
  });
  expect(used).toEqual({ name: 'CTRL-14', version: 2 });
});

test('a board is inspected again by another model, both inspections are compared, and a PDF report is written', async ({
  app,
  page,
  dataDir,
}) => {
  await importBoards(app, page, [lamp]);
  await openLamp(page);
  await goTo(page, 'History');
  const list = page.getByRole('grid', { name: 'Inspections' });
  const ticks = list.getByRole('checkbox');
  await ticks.first().check();
  await page.getByRole('button', { name: 'Inspect again…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Inspect 1 board again' });
  await pick(page, dialog.getByRole('combobox', { name: 'Model' }), /^pcb_defect_detector@/);
  await dialog.getByRole('button', { name: 'Inspect again', exact: true }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Show them' }).click({ timeout: inspectionMs });
  await expect(ticks).toHaveCount(2);
  await expect(list.getByText('pcb_defect_detector', { exact: true })).toBeVisible();
  await expect(list.getByText('pcb_defect_detector_int8', { exact: true })).toBeVisible();

  for (const tick of await ticks.all()) await tick.check();
  await page.getByRole('button', { name: 'Compare', exact: true }).click();
  const compared = page.getByRole('dialog', { name: 'Compare two inspections' });
  await expect(compared.getByRole('region', { name: 'Older' })).toContainText('pcb_defect_detector_int8');
  await expect(compared.getByRole('region', { name: 'Newer' })).toContainText('pcb_defect_detector 1.');
  await expect(compared.getByText(/^Both inspected the same picture/)).toBeVisible();
  await expect(compared.getByRole('table').getByRole('row')).not.toHaveCount(0);
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Clear selection' }).click();
  await ticks.first().check();
  const file = join(dataDir, 'report.pdf');
  await saveInDialogs(app, file);
  await page.getByRole('button', { name: 'PDF report…' }).click();
  await expect(partsOf(page).notices.getByText('The report was written')).toBeVisible({ timeout: inspectionMs });
  expect(await seriousFindings(page)).toEqual([]);
  const pdf = await readFile(file);
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  expect(pdf.length).toBeGreaterThan(20_000);
});
