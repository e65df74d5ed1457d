import { type LotRow, lotsShown } from '../repositories/overview.ts';
import { type Html, html } from './html.ts';
import { page, type Reader, table } from './layout.ts';
import { count, time } from './words.ts';

const columns = [
  { name: 'Lot' },
  { name: 'Part' },
  { name: 'Boards', isNumber: true },
  { name: 'Pass', isNumber: true },
  { name: 'Fail', isNumber: true },
  { name: 'Open', isNumber: true },
  { name: 'Yield' },
  { name: 'First received (UTC)' },
];

/** Passed boards of those that are decided. */
const yieldOf = ({ passed, failed }: LotRow): Html => {
  if (passed + failed === 0) return html`–`;
  const percent = ((100 * passed) / (passed + failed)).toFixed(1);
  return html`<span class="yield"><svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="of" width="100" height="10"/><rect class="passed" width="${percent}" height="10"/></svg>${percent} %</span>`;
};

export const lotsPage = (reader: Reader, lots: readonly LotRow[]): string =>
  page(
    'Lots',
    '/lots',
    reader,
    table(
      'Lots',
      columns,
      lots.map((lot) => [
        html`<a href="/inspections?lot=${encodeURIComponent(lot.lot_number)}">${lot.lot_number}</a>`,
        lot.part_number ?? '–',
        count(lot.boards),
        count(lot.passed),
        count(lot.failed),
        count(lot.boards - lot.passed - lot.failed),
        yieldOf(lot),
        time(lot.created_at),
      ]),
      'No lot has been inspected yet.',
    ),
    html`Yield is what passed of what is decided.${lots.length === lotsShown && html` The newest ${lotsShown} lots.`}`,
  );
