import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InspectionDetail } from '@fiducial/protocol/api';
import { jsPDF } from 'jspdf';

/** What a report shows: the inspection as it stands, and the board with its defects drawn in where there is a JPEG. */
export interface ReportInput {
  readonly reportId: string;
  readonly inspection: InspectionDetail;
  readonly overlay: Uint8Array | null;
}

const left = 16;
const right = 194;
const bottom = 280;
const rowHeight = 5;

/** An A4 report as PDF. `fonts`: the folder with the report's fonts. Coordinates in mm. */
export function drawReport({ reportId, inspection, overlay }: ReportInput, fonts: string): Uint8Array {
  const doc = new jsPDF({ unit: 'mm', format: 'a4', compress: true });
  for (const [file, style] of [
    ['DejaVuSansCondensed.ttf', 'normal'],
    ['DejaVuSansCondensed-Bold.ttf', 'bold'],
  ] as const) {
    doc.addFileToVFS(file, readFileSync(join(fonts, file)).toString('base64'));
    doc.addFont(file, 'text', style, undefined, 'Identity-H');
  }
  const text = (content: string, x: number, y: number, size: number, bold = false): void => {
    doc.setFont('text', bold ? 'bold' : 'normal');
    doc.setFontSize(size);
    doc.text(content, x, y);
  };

  text('Inspection report', left, 20, 16, true);
  text(
    inspection.verdict ?? (inspection.status === 'FAILED' ? 'NOT INSPECTED' : 'TO BE DECIDED'),
    right - 45,
    20,
    16,
    true,
  );
  const facts: readonly (readonly [string, string])[] = [
    ['Report', reportId],
    ['Inspection', inspection.inspection_id],
    ...(inspection.error === null ? [] : [['Reason', inspection.error.message] as const]),
    ['Lot', inspection.lot],
    ['Part', inspection.part ?? '–'],
    ['Serial number', inspection.serial ?? '–'],
    ['Station', inspection.station ?? '–'],
    ['Received', inspection.created_at],
    ['Inspected', inspection.completed_at ?? '–'],
    ['Revision', String(inspection.revision)],
    ['Model', inspection.inferences.map(({ model }) => `${model.name} ${model.version}`).join(', ') || '–'],
    ['Model SHA-256', inspection.inferences[0]?.model.sha256 ?? '–'],
    ['Image SHA-256', inspection.artifacts.find(({ kind }) => kind === 'raw')?.sha256 ?? '–'],
  ];
  let y = 30;
  for (const [name, value] of facts) {
    text(name, left, y, 8);
    for (const line of doc.splitTextToSize(value, right - 55) as string[]) {
      text(line, 55, y, 8);
      y += rowHeight;
    }
  }
  y += 3;
  if (overlay !== null) y = drawOverlay(doc, overlay, y);
  text(`Defects (${inspection.defects_detected})`, left, y + 5, 11, true);
  y += 11;
  const columns = [left, 60, 84, 108, 140] as const;
  const row = (cells: readonly string[], bold = false): void => {
    if (y > bottom) {
      doc.addPage();
      y = 20;
    }
    cells.forEach((cell, index) => {
      text(cell, columns[index] ?? left, y, 8, bold);
    });
    y += rowHeight;
  };
  row(['Type', 'Severity', 'Confidence', 'Verification', 'Box (px): x, y, width, height'], true);
  for (const { type, severity, confidence, verification, box } of inspection.defects)
    row([
      type.slice(0, 28),
      severity,
      confidence === null ? '–' : confidence.toFixed(3),
      verification.replaceAll('_', ' '),
      [box.x, box.y, box.width, box.height].map((side) => Math.round(side)).join(', '),
    ]);
  if (inspection.defects.length === 0) row(['None found.']);
  return new Uint8Array(doc.output('arraybuffer'));
}

const mostHeight = 110;

/** A picture that jsPDF cannot read is left out: the report's numbers do not depend on it. */
function drawOverlay(doc: jsPDF, overlay: Uint8Array, y: number): number {
  try {
    const { width, height } = doc.getImageProperties(overlay);
    const scale = Math.min((right - left) / width, mostHeight / height);
    doc.addImage(overlay, 'JPEG', left, y, width * scale, height * scale, undefined, 'FAST');
    return y + height * scale + 3;
  } catch {
    return y;
  }
}
