import type { Inspection } from '@fiducial/protocol/api';
import { html } from './html.ts';
import { page, type Reader, table, time, verdictOf } from './layout.ts';

const columns = [
  { name: 'Received (UTC)' },
  { name: 'Verdict' },
  { name: 'Defects', isNumber: true },
  { name: 'Lot' },
  { name: 'Part' },
  { name: 'Serial number' },
  { name: 'Station' },
];

export interface InspectionsView {
  readonly inspections: readonly Inspection[];
  /** What the list is narrowed to, in words. */
  readonly filter: string | null;
  /** Path of the next page; null at the end. */
  readonly next: string | null;
}

export const inspectionsPage = (reader: Reader, { inspections, filter, next }: InspectionsView): string =>
  page(
    'Inspections',
    '/inspections',
    reader,
    html`${filter !== null && html`<p>Only ${filter}. <a href="/inspections">Show all</a></p>`}${table(
      columns,
      inspections.map((it) => [
        html`<a href="/inspections/${it.inspection_id}">${time(it.created_at)}</a>`,
        verdictOf(it.status, it.verdict),
        it.defects_detected,
        it.lot,
        it.part ?? '–',
        it.serial ?? '–',
        it.station ?? '–',
      ]),
      'There is no such inspection.',
    )}${next !== null && html`<p><a href="${next}" rel="next">Older</a></p>`}`,
  );
