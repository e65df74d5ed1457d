import type { Inspection } from '@fiducial/protocol/api';
import { longestName } from '@fiducial/protocol/limits';
import { html } from './html.ts';
import { page, type Reader, table } from './layout.ts';
import { count, time, verdictOf } from './words.ts';

const columns = [
  { name: 'Received (UTC)' },
  { name: 'Verdict' },
  { name: 'Defects', isNumber: true },
  { name: 'Lot' },
  { name: 'Part' },
  { name: 'Serial number' },
  { name: 'Station' },
];

const fields = [
  ['lot', 'Lot'],
  ['part', 'Part'],
  ['serial', 'Serial number'],
  ['station', 'Station'],
] as const;

type ShownFilter = Readonly<Partial<Record<(typeof fields)[number][0] | 'verdict' | 'status', string>>>;

export interface InspectionsView {
  readonly inspections: readonly Inspection[];
  /** What the list is narrowed to. */
  readonly filter: ShownFilter;
  /** Whether this is the list's beginning. */
  readonly isFirst: boolean;
  /** Path of the next page; null at the end. */
  readonly next: string | null;
}

const choices = [
  ['', 'Any'],
  ['PASS', 'Pass'],
  ['FAIL', 'Fail'],
] as const;

const filterForm = (
  filter: ShownFilter,
) => html`<form class="filter panel" method="get" action="/inspections" role="search">
${fields.map(
  ([name, label]) =>
    html`<label>${label} <input name="${name}" value="${filter[name] ?? ''}" maxlength="${longestName}"></label>`,
)}<label>Verdict <select name="verdict">${choices.map(
  ([value, label]) =>
    html`<option value="${value}"${value === (filter.verdict ?? '') && html` selected`}>${label}</option>`,
)}</select></label><div class="do"><button>Show</button>${
  Object.keys(filter).length > 0 && html`<a href="/inspections">Show all</a>`
}</div></form>`;

export const inspectionsPage = (reader: Reader, { inspections, filter, isFirst, next }: InspectionsView): string =>
  page(
    'Inspections',
    '/inspections',
    reader,
    html`${filterForm(filter)}${table(
      'Inspections',
      columns,
      inspections.map((it) => [
        html`<a href="/inspections/${it.inspection_id}">${time(it.created_at)}</a>`,
        verdictOf(it.status, it.verdict),
        count(it.defects_detected),
        it.lot,
        it.part ?? '–',
        it.serial ?? '–',
        it.station ?? '–',
      ]),
      'There is no such inspection.',
    )}${
      (next !== null || !isFirst) &&
      html`<nav class="pages" aria-label="Pages">${
        !isFirst && html`<a href="/inspections?${new URLSearchParams(filter).toString()}">Newest</a>`
      }${next !== null && html`<a href="${next}" rel="next">Older</a>`}</nav>`
    }`,
    html`Newest first.`,
  );
