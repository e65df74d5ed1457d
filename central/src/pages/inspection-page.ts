import type { Defect, InspectionDetail } from '@fiducial/protocol/api';
import { type Html, html } from './html.ts';
import { page, type Reader, table } from './layout.ts';
import { count, marked, time, verdictOf } from './words.ts';

const columns = [
  { name: 'No.', isNumber: true },
  { name: 'Type' },
  { name: 'Severity' },
  { name: 'Confidence', isNumber: true },
  { name: 'Verification' },
];

interface ShownImage {
  readonly path: string;
  /** Size in px, as the file says. */
  readonly width: number;
  readonly height: number;
}

type FoundHere = NonNullable<InspectionDetail['found_here']>;

/** `image`: null where there is none that can be shown, or its size is not known. */
export interface InspectionView {
  readonly inspection: InspectionDetail;
  readonly image: ShownImage | null;
  readonly reportPath: string | null;
}

/** A number beside each box, its size in image pixels such that it is read at any size of the picture. */
function board({ path, width, height }: ShownImage, defects: readonly Defect[]): Html {
  const letter = Math.round(width / 40);
  return html`<figure class="board panel"><img src="${path}" alt="The inspected board" width="${width}" height="${height}">
<svg viewBox="0 0 ${width} ${height}" role="group" aria-label="${defects.length} defects marked">${defects.map(
    ({ box, severity, type }, index) => {
      const sides = html`x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}"`;
      const [x, y] = [box.x + box.width + letter / 4, Math.max(box.y + letter / 3, letter)];
      return html`<a href="#defect-${index + 1}" class="${severity}" aria-label="${index + 1}: ${type}, ${severity}"><rect class="case" ${sides}/><rect class="mark" ${sides}><title>${type}</title></rect><text x="${x}" y="${y}" font-size="${letter}" aria-hidden="true">${index + 1}</text></a>`;
    },
  )}</svg></figure>
<label class="marks"><input type="checkbox" checked> Marks on the board</label>`;
}

/** Beside the station's results, which hold. */
function foundHere({ verdict, defects_detected, completed_at, model }: FoundHere): Html {
  const defects = `${count(defects_detected)} ${defects_detected === 1 ? 'defect' : 'defects'}`;
  const by = model === null ? '' : `, ${model.name} ${model.version}`;
  return html`${verdictOf('COMPLETE', verdict)} (${defects}${by}, ${time(completed_at)}). It does not change the station’s verdict.`;
}

export function inspectionPage(reader: Reader, { inspection, image, reportPath }: InspectionView): string {
  const { defects, artifacts, inferences, results_of, found_here } = inspection;
  const model = inferences.map(({ model, provider }) => `${model.name} ${model.version} (${provider})`).join(', ');
  const link = (name: 'lot' | 'part' | 'station', value: string | null): Html =>
    value === null
      ? html`–`
      : html`<a href="/inspections?${new URLSearchParams({ [name]: value }).toString()}">${value}</a>`;
  const facts: readonly (readonly [string, Html | string])[] = [
    ['Verdict', verdictOf(inspection.status, inspection.verdict)],
    ...(inspection.error === null
      ? []
      : [['Reason', html`${inspection.error.message} <code>${inspection.error.code}</code>`] as const]),
    ['Lot', link('lot', inspection.lot)],
    ['Part', link('part', inspection.part)],
    ['Serial number', inspection.serial ?? '–'],
    ['Station', link('station', inspection.station)],
    ['Received (UTC)', time(inspection.created_at)],
    ['Inspected (UTC)', time(inspection.completed_at)],
    ['Model', model || '–'],
    ['Revision', count(inspection.revision)],
    ...(results_of === null
      ? []
      : [['Results of', results_of === 'station' ? 'the station' : 'the central service'] as const]),
    ...(found_here === null ? [] : [['Central service found', foundHere(found_here)] as const]),
    ...(reportPath === null ? [] : [['Report', html`<a href="${reportPath}">Report (PDF)</a>`] as const]),
  ];
  return page(
    inspection.serial ?? `Board of lot ${inspection.lot}`,
    '/inspections',
    reader,
    html`<div class="split"><div>${
      image === null ? html`<p class="muted">There is no image to show.</p>` : board(image, defects)
    }</div><div>
<dl class="panel">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
<h2>Defects</h2>${table(
      'Defects',
      columns,
      defects.map((defect, index) => [
        index + 1,
        defect.type.replaceAll('_', ' '),
        marked(defect.severity, defect.severity),
        defect.confidence === null ? '–' : defect.confidence.toFixed(2),
        defect.verification.replaceAll('_', ' '),
      ]),
      'None found.',
      'defect',
    )}</div></div>
<h2>Files</h2>${table(
      'Files',
      [{ name: 'Name' }, { name: 'State' }, { name: 'Bytes', isNumber: true }, { name: 'SHA-256' }],
      artifacts.map((it) => [
        it.state === 'stored'
          ? html`<a href="/inspections/${inspection.inspection_id}/artifacts/${it.artifact_id}">${it.filename}</a>`
          : it.filename,
        it.state,
        it.size_bytes === null ? '–' : count(it.size_bytes),
        html`<code>${it.sha256 ?? '–'}</code>`,
      ]),
      'Nothing was uploaded.',
    )}`,
  );
}
