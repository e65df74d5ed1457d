import type { LotRow } from '../repositories/overview.ts';
import { html } from './html.ts';
import { page, type Reader, table, time } from './layout.ts';

const columns = [
  { name: 'Lot' },
  { name: 'Part' },
  { name: 'Boards', isNumber: true },
  { name: 'Pass', isNumber: true },
  { name: 'Fail', isNumber: true },
  { name: 'Open', isNumber: true },
  { name: 'Yield', isNumber: true },
  { name: 'First received (UTC)' },
];

/** Passed boards of those that are decided. */
const yieldOf = ({ passed, failed }: LotRow): string =>
  passed + failed === 0 ? '–' : `${((100 * passed) / (passed + failed)).toFixed(1)} %`;

export const lotsPage = (reader: Reader, lots: readonly LotRow[]): string =>
  page(
    'Lots',
    '/lots',
    reader,
    table(
      columns,
      lots.map((lot) => [
        html`<a href="/inspections?lot=${encodeURIComponent(lot.lot_number)}">${lot.lot_number}</a>`,
        lot.part_number ?? '–',
        lot.boards,
        lot.passed,
        lot.failed,
        lot.boards - lot.passed - lot.failed,
        yieldOf(lot),
        time(lot.created_at),
      ]),
      'No lot has been inspected yet.',
    ),
  );
