/** The table of defects and, after it, every defect's crop beside the golden's. */

import { ink, type Page, pageArea, type TextStyle } from './page.ts';
import {
  type DefectCrops,
  type Picture,
  type ReportContent,
  readableType,
  verificationWord,
} from './report-content.ts';

const columns = [
  { title: '#', x: pageArea.left + 6, align: 'right' },
  { title: 'Type', x: pageArea.left + 11, align: 'left' },
  { title: 'Severity', x: pageArea.left + 50, align: 'left' },
  { title: 'Confidence', x: pageArea.left + 92, align: 'right' },
  { title: 'x', x: pageArea.left + 107, align: 'right' },
  { title: 'y', x: pageArea.left + 120, align: 'right' },
  { title: 'Size px', x: pageArea.left + 141, align: 'right' },
  { title: 'Verification', x: pageArea.left + 148, align: 'left' },
] as const;

const rowHeight = 5.4;
const cell = { size: 8.5 } as const;
const heading = { size: 12, bold: true } as const;

const severityColors = { low: '#56b4e9', medium: '#f0e442', high: '#e69f00', critical: '#d55e00' } as const;

export function drawDefectTable(page: Page, { inspection }: ReportContent): void {
  const { defects } = inspection;
  if (defects.length === 0) return;
  page.ensure(12 + rowHeight * Math.min(defects.length + 1, 6));
  page.y += 4;
  page.text('Defects', pageArea.left, page.y, heading);
  page.y += 6.5;
  drawTitles(page);
  for (const [index, defect] of defects.entries()) {
    if (page.ensure(rowHeight)) drawTitles(page);
    const { box, confidence, severity } = defect;
    const y = page.y;
    page.doc.setFillColor(severityColors[severity]);
    page.doc.rect(pageArea.left + 50, y - 2.3, 1.8, 2.3, 'F');
    const texts = [
      String(index + 1),
      readableType(defect.type),
      severity,
      confidence === null ? (defect.origin === 'operator' ? 'by a person' : '–') : confidence.toFixed(3),
      box.x.toFixed(0),
      box.y.toFixed(0),
      `${box.width.toFixed(0)} × ${box.height.toFixed(0)}`,
      verificationWord(defect),
    ];
    drawRow(page, texts, cell);
    page.rule(y + 1.7);
    page.y += rowHeight;
  }
  page.y += 4;
}

function drawTitles(page: Page): void {
  page.y += 1;
  drawRow(
    page,
    columns.map(({ title }) => title),
    { size: 7, color: ink.muted },
  );
  page.rule(page.y + 1.7, '#b8c0c8');
  page.y += rowHeight;
}

function drawRow(page: Page, texts: readonly string[], style: TextStyle): void {
  for (const [index, { title, x, align }] of columns.entries()) {
    const left = title === 'Severity' && style === cell ? x + 3.4 : x;
    const maxWidth = title === 'Type' ? 37 : 32;
    page.text(texts[index] ?? '', left, page.y, { ...style, align, maxWidth });
  }
}

/** In mm. A pair of crops with a golden, two a row; one crop without, four a row. */
const crop = { side: 40, gap: 2, height: 53 } as const;

export function drawDefectCrops(page: Page, { crops, inspection }: ReportContent): void {
  if (crops.length === 0) return;
  const paired = crops.some(({ golden }) => golden !== null);
  const perRow = paired ? 2 : 4;
  page.ensure(14 + crop.height);
  page.y += 4;
  page.text(paired ? 'Each defect beside the golden' : 'Each defect', pageArea.left, page.y, heading);
  const legend = paired ? 'left: board · right: the same place of the golden, same scale' : 'no golden to compare with';
  page.text(legend, pageArea.right, page.y, { size: 7, color: ink.muted, align: 'right' });
  page.y += 6;
  for (let index = 0; index < crops.length; index += perRow) {
    page.ensure(crop.height);
    for (const [column, shown] of crops.slice(index, index + perRow).entries())
      drawCrops(page, shown, pageArea.left + column * ((pageArea.width + 6) / perRow), paired);
    page.y += crop.height;
  }
  const left = inspection.defects.length - crops.length;
  if (left > 0) {
    page.ensure(6);
    page.text(`Pictures of ${left} more defects are left out; the table names them all.`, pageArea.left, page.y, {
      size: 8,
      color: ink.muted,
    });
    page.y += 6;
  }
}

function drawCrops(page: Page, { number, defect, board, golden }: DefectCrops, x: number, paired: boolean): void {
  const rightEdge = x + (paired ? crop.side * 2 + crop.gap : crop.side);
  const { confidence, severity, type } = defect;
  const score = confidence === null ? '' : confidence.toFixed(2);
  const right = paired && score !== '' ? `${severity} · ${score}` : score || severity;
  const style = { size: 8, color: ink.muted, align: 'right' } as const;
  const room = rightEdge - x - page.widthOf(right, style) - 2;
  page.text(`${number}  ${readableType(type)}`, x, page.y + 2.5, { size: 8.5, bold: true, maxWidth: room });
  page.text(right, rightEdge, page.y + 2.5, style);
  drawPicture(page, board, `b${number}`, x, 'picture not available');
  if (paired) drawPicture(page, golden, `g${number}`, x + crop.side + crop.gap, 'no golden');
}

function drawPicture(page: Page, picture: Picture | null, alias: string, x: number, missing: string): void {
  const { doc } = page;
  const y = page.y + 4.5;
  doc.setFillColor(ink.wash);
  doc.rect(x, y, crop.side, crop.side, 'F');
  if (picture === null) {
    page.text(missing, x + 3, y + crop.side / 2 + 1, { size: 7.5, color: ink.muted });
    return;
  }
  const scale = crop.side / Math.max(picture.width, picture.height);
  const width = picture.width * scale;
  const height = picture.height * scale;
  const left = x + (crop.side - width) / 2;
  doc.addImage(picture.jpeg, 'JPEG', left, y + (crop.side - height) / 2, width, height, alias, 'FAST');
  doc.setDrawColor(ink.hair);
  doc.setLineWidth(0.2);
  doc.rect(x, y, crop.side, crop.side, 'S');
}
