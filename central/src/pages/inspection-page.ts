import type { InspectionDetail } from '@fiducial/protocol/api';
import { type Html, html } from './html.ts';
import { page, type Reader, table, time, verdictOf } from './layout.ts';

const columns = [
  { name: 'No.', isNumber: true },
  { name: 'Type' },
  { name: 'Severity' },
  { name: 'Confidence', isNumber: true },
  { name: 'Verification' },
  { name: 'Box (px)' },
];

/** `imageSize` in px, as its file says; null where there is no image that can be shown, or its size is not known. */
export interface InspectionView {
  readonly inspection: InspectionDetail;
  readonly image: { readonly path: string; readonly width: number; readonly height: number } | null;
  readonly reportPath: string | null;
}

export function inspectionPage(reader: Reader, { inspection, image, reportPath }: InspectionView): string {
  const { defects, artifacts, inferences } = inspection;
  const facts: readonly (readonly [string, Html | string])[] = [
    ['Verdict', verdictOf(inspection.status, inspection.verdict)],
    ['Lot', inspection.lot],
    ['Part', inspection.part ?? '–'],
    ['Serial number', inspection.serial ?? '–'],
    ['Station', inspection.station ?? '–'],
    ['Received', time(inspection.created_at)],
    ['Inspected', time(inspection.completed_at)],
    ['Model', inferences.map(({ model }) => `${model.name} ${model.version}`).join(', ') || '–'],
    ['Revision', String(inspection.revision)],
  ];
  return page(
    inspection.serial ?? `Board of lot ${inspection.lot}`,
    '/inspections',
    reader,
    html`<dl>${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${reportPath !== null && html`<p><a href="${reportPath}">Report (PDF)</a></p>`}
${
  image === null
    ? html`<p class="muted">There is no image to show.</p>`
    : html`<figure class="board"><img src="${image.path}" alt="The inspected board" width="${image.width}" height="${image.height}">
<svg viewBox="0 0 ${image.width} ${image.height}" role="img" aria-label="${defects.length} defects marked">${defects.map(
        ({ box, severity, type }) =>
          html`<rect class="${severity}" x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"><title>${type}</title></rect>`,
      )}</svg></figure>`
}
<h2>Defects</h2>${table(
      columns,
      defects.map((defect, index) => [
        index + 1,
        defect.type,
        defect.severity,
        defect.confidence === null ? '–' : defect.confidence.toFixed(2),
        defect.verification.replaceAll('_', ' '),
        [defect.box.x, defect.box.y, defect.box.width, defect.box.height].map(Math.round).join(', '),
      ]),
      'None found.',
    )}
<h2>Artifacts</h2>${table(
      [{ name: 'Name' }, { name: 'State' }, { name: 'Bytes', isNumber: true }, { name: 'SHA-256' }],
      artifacts.map((it) => [
        it.state === 'stored'
          ? html`<a href="/inspections/${inspection.inspection_id}/artifacts/${it.artifact_id}">${it.filename}</a>`
          : it.filename,
        it.state,
        it.size_bytes ?? '–',
        html`<code>${it.sha256 ?? '–'}</code>`,
      ]),
      'Nothing was uploaded.',
    )}`,
  );
}
