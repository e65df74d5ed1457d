/** Page one: what was inspected, the verdict, the board. */

import { meaningInWords } from '../../core/identity/signature.ts';
import { doubtInBrief, doubtOfStored } from '../../core/inspection/registration-doubt.ts';
import { ink, type Page, pageArea } from './page.ts';
import { lookOf, type ReportContent, readableTime, type VerdictLook } from './report-content.ts';

const label = { size: 7, color: ink.muted } as const;
const value = { size: 9.5 } as const;

export function drawHead(page: Page, content: ReportContent): void {
  const { inspection } = content;
  page.text('Inspection report', pageArea.left, page.y, { size: 8, color: ink.muted });
  drawVerdict(page, lookOf(inspection));
  const title = inspection.part ?? inspection.serial ?? 'Board without a part number';
  page.text(title, pageArea.left, page.y + 9, { size: 20, bold: true, maxWidth: 122 });
  page.text(summary(content), pageArea.left, page.y + 15.5, { size: 9.5, color: ink.muted, maxWidth: pageArea.width });
  page.y += 20;
  page.rule(page.y);
  page.y += 5;
  drawFacts(page, facts(content));
}

/** Name, value; four a row. */
function facts({ inspection }: ReportContent): readonly (readonly [string, string])[] {
  const { part, lot, serial, station, startedAt, by, run, image, signOff } = inspection;
  return [
    ['Part', part ?? '–'],
    ['Lot', lot ?? '–'],
    ['Serial', serial ?? '–'],
    ['Station', station],
    ['Inspected', readableTime(startedAt)],
    ['By', by.name],
    ['Run', String(run)],
    ['Image', `${image.width ?? '?'} × ${image.height ?? '?'} px`],
    [
      'Signed off',
      signOff === null
        ? 'not yet'
        : `${meaningInWords(signOff.meaning)} by ${signOff.printedName}, ${readableTime(signOff.time)}`,
    ],
  ];
}

function summary({ inspection }: ReportContent): string {
  const count = inspection.defects.length;
  const defects = count === 0 ? 'No defect found' : `${count} ${count === 1 ? 'defect' : 'defects'} found`;
  const doubt = doubtOfStored(inspection);
  if (doubt !== null) {
    const decision = inspection.standingVerdict === null ? 'a person must decide' : 'a person decided';
    return `${defects} without the golden: ${doubtInBrief(doubt)}, so ${decision}.`;
  }
  return inspection.golden === null
    ? `${defects}, inspected without a golden image.`
    : `${defects}, compared with its golden image.`;
}

function drawFacts(page: Page, list: readonly (readonly [string, string])[]): void {
  const columns = 4;
  const width = pageArea.width / columns;
  for (let row = 0; row * columns < list.length; row += 1) {
    const cells = list.slice(row * columns, (row + 1) * columns);
    const lines = cells.map(([, text]) => atMost(maxFactLines, page.wrap(text, width - 4, value)));
    cells.forEach(([name], column) => {
      const x = pageArea.left + column * width;
      page.text(name, x, page.y, label);
      for (const [index, line] of (lines[column] ?? []).entries())
        page.text(line, x, page.y + 4.6 + index * 4.2, value);
    });
    page.y += 9.6 + (Math.max(...lines.map(({ length }) => length)) - 1) * 4.2;
  }
}

const maxFactLines = 8;

const atMost = (count: number, lines: readonly string[]): readonly string[] =>
  lines.length <= count ? lines : [...lines.slice(0, count - 1), `${lines[count - 1]}…`];

/** Shape, word and colour, at the right margin. */
function drawVerdict(page: Page, { word, color, shape }: VerdictLook): void {
  const { doc } = page;
  const style = { size: 20, bold: true, color, align: 'right' } as const;
  const y = page.y + 9;
  page.text(word, pageArea.right, y, style);
  const x = pageArea.right - page.widthOf(word, style) - 6;
  doc.setFillColor(color);
  if (shape === 'disc') doc.circle(x, y - 2.6, 2.3, 'F');
  else if (shape === 'square') doc.rect(x - 2.1, y - 4.7, 4.2, 4.2, 'F');
  else doc.triangle(x - 2.6, y - 0.3, x + 2.6, y - 0.3, x, y - 4.9, 'F');
}

/** The board as large as the rest of the page allows, a pixel never larger than 0.3 mm. */
export function drawBoard(page: Page, { overlay, inspection }: ReportContent): void {
  if (overlay === null) {
    page.text('The original image could not be read, so the board is not shown.', pageArea.left, page.y + 4, {
      size: 9,
      color: ink.muted,
    });
    page.y += 12;
    return;
  }
  const room = pageArea.bottom - page.y - 8;
  const scale = Math.min(pageArea.width / overlay.width, room / overlay.height, 0.3);
  const width = overlay.width * scale;
  const height = overlay.height * scale;
  const x = pageArea.left + (pageArea.width - width) / 2;
  page.doc.addImage(overlay.jpeg, 'JPEG', x, page.y, width, height, 'board', 'FAST');
  page.doc.setDrawColor(ink.hair);
  page.doc.setLineWidth(0.2);
  page.doc.rect(x, page.y, width, height, 'S');
  page.y += height + 4.5;
  page.text(registrationText(inspection), x, page.y, { size: 7, color: ink.muted });
  page.y += 6;
}

function registrationText({ registration, registrationPoor, golden }: ReportContent['inspection']): string {
  if (golden === null) return 'No golden image was given.';
  if (registration === null) return 'The board was not laid over its golden image.';
  const { dx, dy, angle, scale, score } = registration;
  const place = `shift ${signless(dx, 1)}, ${signless(dy, 1)} px · turn ${signless(angle, 2)}° · scale ${scale.toFixed(4)}`;
  return `Registration to the golden: ${place} · score ${score.toFixed(2)}${registrationPoor ? ' (not used)' : ''}`;
}

/** Fixed decimals, and no minus before a zero. */
const signless = (value: number, decimals: number): string => (Number(value.toFixed(decimals)) + 0).toFixed(decimals);
