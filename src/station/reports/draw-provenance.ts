/** What the result rests on: versions, hashes and the place in the log. And the foot of every page. */

import { meaningInWords } from '../../core/identity/signature.ts';
import { ink, type Page, pageArea } from './page.ts';
import { type ReportContent, readableTime } from './report-content.ts';

const name = { size: 8, color: ink.muted } as const;
const value = { size: 8 } as const;
const nameWidth = 36;
const lineHeight = 4.4;

export function drawProvenance(page: Page, content: ReportContent): void {
  const rows = provenance(content);
  page.ensure(16 + rows.length * 5.4);
  page.y += 4;
  page.text('Provenance', pageArea.left, page.y, { size: 12, bold: true });
  page.y += 3;
  page.rule(page.y);
  page.y += 5;
  for (const [label, text] of rows) {
    const lines = page.wrap(text, pageArea.width - nameWidth, value);
    page.ensure(lines.length * lineHeight + 1);
    page.text(label, pageArea.left, page.y, name);
    for (const line of lines) {
      page.text(line, pageArea.left + nameWidth, page.y, value);
      page.y += lineHeight;
    }
    page.y += 1;
  }
  page.y += 2;
  const note =
    'The log is tamper-evident: anyone with the log can check that this inspection is at its index under this root, ' +
    'with “fiducial audit verify”.';
  for (const line of page.wrap(note, pageArea.width, { size: 7 })) {
    page.ensure(lineHeight);
    page.text(line, pageArea.left, page.y, { size: 7, color: ink.muted });
    page.y += 3.6;
  }
}

function provenance({ inspection, head, madeAt }: ReportContent): readonly (readonly [string, string])[] {
  const { inference, recipe, image, golden } = inspection;
  const rows: (readonly [string, string])[] = [['Inspection', inspection.id]];
  if (inference !== null) {
    const { model } = inference;
    rows.push(
      ['Model', `${model.name} ${model.version} on ${inference.provider.toUpperCase()}`],
      ['Model SHA-256', model.sha256],
    );
  }
  rows.push(
    ['Recipe', `${recipe.name}, version ${recipe.version}`],
    ['Recipe SHA-256', recipe.sha256],
    ['Image', image.sourcePath],
    ['Image SHA-256', image.sha256],
  );
  if (golden !== null) rows.push(['Golden', golden.sourcePath], ['Golden SHA-256', golden.sha256]);
  rows.push(['Verdict of the run', inspection.verdict ?? 'undecided'], ['Signed off', signOffText(inspection)]);
  if (inspection.signOff?.note) rows.push(['Note of the signer', inspection.signOff.note]);
  rows.push(
    ['Result SHA-256', inspection.resultSha256],
    ['Log index', String(inspection.auditSeq)],
    ['Log size', `${head.size} entries when this report was made`],
    ['Log root', head.root],
    ['Recorded', readableTime(inspection.recordedAt)],
    ['Report made', readableTime(madeAt)],
  );
  return rows;
}

/** Printed name, time and meaning, as 21 CFR 11.50 asks of a signature. */
function signOffText({ signOff }: ReportContent['inspection']): string {
  if (signOff === null) return 'not signed off';
  const { verdict, meaning, printedName, time, factor } = signOff;
  const proof = factor === 'none' ? 'unauthenticated: the station had no user accounts' : `signed with ${factor}`;
  return `${verdict}, ${meaningInWords(meaning)} by ${printedName}, ${readableTime(time)} (${proof})`;
}

/** Writes the foot of all pages, once every page is there. */
export function drawFeet(page: Page, { inspection }: ReportContent): void {
  const pages = page.doc.getNumberOfPages();
  for (let number = 1; number <= pages; number += 1) {
    page.doc.setPage(number);
    page.rule(283);
    const style = { size: 7, color: ink.muted } as const;
    page.text(`Fiducial · inspection ${inspection.id}`, pageArea.left, 287.5, style);
    page.text(`Page ${number} of ${pages}`, pageArea.right, 287.5, { ...style, align: 'right' });
  }
}
